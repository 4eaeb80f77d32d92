#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "kubelet_volume.hpp"
#include "target_bed.hpp"
#include "targets/files/directory.hpp"

using vedette::targets::Directory;
using vedette::targets::TargetFiles;
using vedette::test::faults_of;
using vedette::test::KubeletVolume;
using vedette::test::names_of;
using vedette::test::rendered;
using vedette::test::rendered_line;
using vedette::test::TemporaryDirectory;
using Names = std::vector<std::string>;

namespace {

/// A target whose URL and secret bear the same number, so that a mixture shows.
std::string line_with_secret(const std::string& number) {
  return R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"name":"a"},"spec":)"
         R"({"url":"https://shop.example/)" +
         number + R"(","http":{"headers":[{"name":"X-Key","valueFrom":{"file":"key-)" + number +
         R"("}}]}}})";
}

KubeletVolume::Files state(long number) {
  const std::string text = std::to_string(number);
  return {{"targets-00.jsonl", rendered("targets-00", number, {line_with_secret(text)})},
          {"targets-01.jsonl", rendered("targets-01", number, {rendered_line("b")})},
          {"key-" + text, text}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(volume)

BOOST_AUTO_TEST_CASE(files_of_a_volume_are_read_through_data_and_named_by_their_links) {
  const TemporaryDirectory directory;
  KubeletVolume volume(directory.path());
  volume.update(state(1));
  TargetFiles files({{directory.path()}, directory.path(), "default"});
  const auto set = files.load();
  BOOST_TEST((names_of(*set) == Names{"a", "b"}), faults_of(*set));
  BOOST_TEST(set->faults.empty(), faults_of(*set));
  BOOST_TEST(vedette::test::find(*set, "b")->file ==
             (directory.path() / "targets-01.jsonl").string());
}

BOOST_AUTO_TEST_CASE(open_directory_shows_one_state_and_knows_when_it_is_replaced) {
  const TemporaryDirectory directory;
  KubeletVolume volume(directory.path());
  volume.update({{"a", "1"}});
  const Directory open = Directory::open(directory.path()).value();
  BOOST_TEST(!open.replaced());
  const auto file = open.open_file("a").value();
  volume.update({{"a", "2"}, {"b", "2"}});
  BOOST_TEST(open.replaced());
  BOOST_TEST(vedette::targets::read_all(file, 10).value() == "1");
  BOOST_TEST(!open.open_file("b").has_value());
}

BOOST_AUTO_TEST_CASE(file_that_left_the_volume_changes_nothing) {
  const TemporaryDirectory directory;
  KubeletVolume volume(directory.path());
  volume.update(state(1));
  TargetFiles files({{directory.path()}, directory.path(), "default"});
  static_cast<void>(files.load());
  volume.update({{"targets-01.jsonl", rendered("targets-01", 2, {rendered_line("b")})}});
  const auto set = files.load();
  BOOST_TEST((names_of(*set) == Names{"a", "b"}), faults_of(*set));
  volume.update({{"unrelated", ""}});
  BOOST_TEST((names_of(*files.load()) == Names{"a", "b"}));
}

// kubelet swaps the volume again and again while it is read: whatever a load returns must be of one
// state, and targets must never be missing.
BOOST_AUTO_TEST_CASE(no_load_mixes_two_states_while_the_volume_is_swapped) {
  const TemporaryDirectory directory;
  KubeletVolume volume(directory.path());
  volume.update(state(1));
  TargetFiles files({{directory.path()}, directory.path(), "default"});
  static_cast<void>(files.load());
  constexpr int kStates = 300;
  std::atomic<bool> done{false};
  std::thread kubelet([&] {
    for (long number = 2; number <= kStates; ++number) volume.update(state(number));
    done = true;
  });
  int loads = 0;
  int mixed = 0;
  int missing = 0;
  while (!done) {
    const auto set = files.load();
    ++loads;
    const auto* loaded = vedette::test::find(*set, "a");
    if (loaded == nullptr || set->targets.size() != 2) {
      ++missing;
      continue;
    }
    const std::string& url = loaded->target->url;
    if (url.substr(url.rfind('/') + 1) != loaded->target->http.headers.at(0).value.value) ++mixed;
  }
  kubelet.join();
  BOOST_TEST(missing == 0);
  BOOST_TEST(mixed == 0);
  BOOST_TEST(loads > 0);
  const auto last = files.load();
  BOOST_TEST(last->faults.empty(), faults_of(*last));
  BOOST_TEST(vedette::test::find(*last, "a")->target->url ==
             "https://shop.example/" + std::to_string(kStates));
  BOOST_TEST_MESSAGE(loads << " loads, " << last->counts.restarts << " begun again");
}

BOOST_AUTO_TEST_SUITE_END()
