#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fuzz/fuzz.hpp"
#include "support/paths.hpp"

// Every case that a fuzzer starts from or once found keeps its promises, under this compiler too.

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_of(const std::vector<std::string>& folders) {
  std::vector<fs::path> files;
  for (const std::string& folder : folders) {
    const fs::path path = vedette::test::source_dir() / folder;
    if (!fs::exists(path)) continue;  // git keeps no empty folder: nothing was found yet
    for (const auto& entry : fs::directory_iterator(path)) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

void replay(void (*fuzzed)(std::string_view), const std::vector<std::string>& folders) {
  const std::vector<fs::path> files = files_of(folders);
  for (const fs::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    BOOST_TEST_CONTEXT(path.string()) { BOOST_CHECK_NO_THROW(fuzzed(bytes)); }
  }
  BOOST_TEST_MESSAGE(files.size() << " cases replayed");
  BOOST_TEST(files.size() > 1U);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fuzz_replay)

BOOST_AUTO_TEST_CASE(target_files_keep_their_promises) {
  replay(vedette::test::fuzz_targets, {"tests/fuzz/corpus/targets", "tests/fuzz/found/targets",
                                       "tests/golden/valid", "tests/golden/invalid"});
}

BOOST_AUTO_TEST_CASE(answers_keep_their_promises) {
  replay(vedette::test::fuzz_answer, {"tests/fuzz/corpus/answer", "tests/fuzz/found/answer"});
}

BOOST_AUTO_TEST_CASE(result_messages_keep_their_promises) {
  replay(vedette::test::fuzz_result_message,
         {"tests/fuzz/corpus/result_message", "tests/fuzz/found/result_message",
          "tests/golden/messages"});
}

BOOST_AUTO_TEST_SUITE_END()
