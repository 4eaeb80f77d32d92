#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "model/probe_result_json.hpp"
#include "support/child_process.hpp"
#include "support/fault.hpp"
#include "support/paths.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {
namespace {

namespace fs = std::filesystem;

const std::string kProber = vedette::test::prober_program();
const fs::path kExamples = vedette::test::source_dir() / "examples";

// The ports that the examples name: plain HTTP, and the first of the TLS faces.
constexpr int kHttpPort = 18080;
constexpr int kHttpsPort = 18443;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

/// What stands in quotes behind the annotation, such as "up ok, down status_mismatch".
std::string expectation_in(const std::string& manifest) {
  constexpr std::string_view kKey = "vedette.dev/expect: \"";
  const std::size_t at = manifest.find(kKey);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + kKey.size();
  return manifest.substr(begin, manifest.find('"', begin) - begin);
}

/// The examples on a site of this test's own: copies of the files with its ports.
class Rig {
 public:
  Rig() {
    fs::copy(kExamples / "secrets", secrets(), fs::copy_options::recursive);
    SiteOptions options;
    options.dir = secrets() / "default/vedette-site";
    site_.emplace(options);
    fs::create_directory(targets());
    for (const auto& entry : fs::directory_iterator(kExamples / "targets")) add(entry.path());
  }

  [[nodiscard]] fs::path secrets() const { return directory_.path() / "secrets"; }
  [[nodiscard]] fs::path targets() const { return directory_.path() / "targets"; }
  /// What is expected, by the targets' names.
  [[nodiscard]] const std::map<std::string, std::string>& expected() const { return expected_; }

 private:
  void add(const fs::path& example) {
    std::string manifest = read(example);
    expected_[example.stem()] = expectation_in(manifest);
    use_port(manifest, kHttpPort, site_->http_port());
    int port = kHttpsPort;
    for (const TlsFace face : kTlsFaces) use_port(manifest, port++, site_->https_port(face));
    std::ofstream(targets() / example.filename()) << manifest;
  }

  static void use_port(std::string& manifest, int from, int to) {
    replace_all(manifest, "127.0.0.1:" + std::to_string(from) + "/",
                "127.0.0.1:" + std::to_string(to) + "/");
  }

  TemporaryDirectory directory_;
  std::optional<Site> site_;
  std::map<std::string, std::string> expected_;
};

/// "outcome reason" of each target, by name; its message in case of a surprise.
std::map<std::string, std::pair<std::string, std::string>> seen_in(const std::string& output) {
  std::map<std::string, std::pair<std::string, std::string>> seen;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    const auto result = model::probe_result_from_json(line);
    BOOST_REQUIRE_MESSAGE(result, fault_of(result) << " in " << line);
    const model::ProbeFacts& facts = result->facts;
    seen[result->target.name] = {
        std::string(to_text(facts.outcome)) + " " + std::string(to_text(facts.reason)),
        facts.message};
  }
  return seen;
}

BOOST_AUTO_TEST_SUITE(examples)

BOOST_AUTO_TEST_CASE(each_example_is_valid_and_ends_as_it_says) {
  const Rig rig;
  const Finished finished =
      run_to_end(kProber,
                 {.arguments = {"once", rig.targets().string(), "--secrets-dir",
                                rig.secrets().string(), "--output", "json"}},
                 std::chrono::seconds(60));
  const auto seen = seen_in(finished.standard_output);

  BOOST_TEST(seen.size() == rig.expected().size(), finished.standard_error);
  for (const auto& [name, wanted] : rig.expected()) {
    const auto found = seen.find(name);
    BOOST_REQUIRE_MESSAGE(found != seen.end(), name << " was not probed");
    const auto& [pair, message] = found->second;
    BOOST_TEST((", " + wanted + ",").find(", " + pair + ",") != std::string::npos,
               name << ": expected \"" << wanted << "\", found \"" << pair << "\": " << message);
  }
}

BOOST_AUTO_TEST_CASE(public_targets_are_valid) {
  const Finished finished = run_to_end(
      kProber, {.arguments = {"check", (kExamples / "public").string()}}, std::chrono::seconds(20));
  BOOST_TEST(finished.status.code.value_or(-1) == 0, finished.standard_output);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
