#include "targets/target_watcher.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>

#include <boost/test/unit_test.hpp>

#include "kubelet_volume.hpp"
#include "target_bed.hpp"

using vedette::Millis;
using vedette::targets::TargetSet;
using vedette::targets::TargetWatcher;
using vedette::test::KubeletVolume;
using vedette::test::manifest;
using vedette::test::names_of;
using vedette::test::rendered;
using vedette::test::rendered_line;
using vedette::test::TargetBed;
using Names = std::vector<std::string>;

namespace {

/// The sets a watcher announced, waited for with a deadline.
class Announced {
 public:
  [[nodiscard]] TargetWatcher::OnChange listener() {
    return [this](const std::shared_ptr<const TargetSet>& set) {
      const std::lock_guard lock(mutex_);
      last_ = set;
      ++count_;
      changed_.notify_all();
    };
  }

  /// True once the last set holds these targets.
  bool wait_for(const Names& names) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(20),
                             [&] { return last_ && names_of(*last_) == names; });
  }

  int count() {
    const std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const TargetSet> last_;  // guarded by mutex_
  int count_ = 0;                          // guarded by mutex_
};

/// So long that only inotify can explain what a test sees.
constexpr Millis kNoPoll{3'600'000};

}  // namespace

BOOST_AUTO_TEST_SUITE(target_watcher)

BOOST_AUTO_TEST_CASE(first_set_is_there_at_once_and_not_announced) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), kNoPoll);
  BOOST_TEST((names_of(*watcher.current()) == Names{"a"}));
  BOOST_TEST(announced.count() == 0);
  BOOST_TEST(watcher.watching());
}

BOOST_AUTO_TEST_CASE(edits_by_hand_are_announced) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), kNoPoll);
  bed.write("b.yaml", manifest("b"));
  BOOST_TEST(announced.wait_for({"a", "b"}));
  bed.remove("a.yaml");
  BOOST_TEST(announced.wait_for({"b"}));
  BOOST_TEST((names_of(*watcher.current()) == Names{"b"}));
}

BOOST_AUTO_TEST_CASE(swap_of_a_volume_is_announced) {
  TargetBed bed;
  KubeletVolume volume(bed.files());
  volume.update({{"targets-00.jsonl", rendered("targets-00", 1, {rendered_line("a")})}});
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), kNoPoll);
  for (long epoch = 2; epoch < 5; ++epoch) {
    const Names names{"a", "b" + std::to_string(epoch)};
    volume.update({{"targets-00.jsonl",
                    rendered("targets-00", epoch, {rendered_line("a"), rendered_line(names[1])})}});
    BOOST_TEST(announced.wait_for(names));
  }
}

BOOST_AUTO_TEST_CASE(rotated_secret_in_the_volume_is_announced) {
  TargetBed bed;
  bed.write("a.yaml",
            manifest("a", "  http:\n    authorization:\n      credentialsFrom: {file: k}\n"));
  KubeletVolume volume(bed.secrets());
  volume.update({{"k", "one"}});
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), kNoPoll);
  const auto before = watcher.current();
  volume.update({{"k", "two"}});
  BOOST_TEST(announced.wait_for({"a"}));
  BOOST_TEST(watcher.current()->targets.at(0).target->http.authorization->credentials.value ==
             "two");
}

BOOST_AUTO_TEST_CASE(directory_that_comes_later_is_seen) {
  TargetBed bed;
  std::filesystem::remove(bed.files());
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), kNoPoll);
  BOOST_TEST(watcher.current()->targets.empty());
  BOOST_TEST(!watcher.current()->faults.empty());
  std::filesystem::create_directory(bed.files());
  bed.write("a.yaml", manifest("a"));
  BOOST_TEST(announced.wait_for({"a"}));
}

BOOST_AUTO_TEST_CASE(poll_finds_what_inotify_cannot_see) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a",
                               "  http:\n    authorization:\n      credentialsFrom:\n"
                               "        secretKeyRef: {name: s, key: k}\n"));
  bed.write_secret("default/s/k", "one");
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), Millis(20));
  bed.write_secret("default/s/k", "two");  // two levels below what is watched
  BOOST_TEST(announced.wait_for({"a"}));
}

BOOST_AUTO_TEST_CASE(touching_files_announces_nothing) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  Announced announced;
  const TargetWatcher watcher(bed.options(), announced.listener(), kNoPoll);
  bed.write("a.yaml", manifest("a"));  // the same content
  bed.write("b.yaml", manifest("b"));
  BOOST_TEST(announced.wait_for({"a", "b"}));
  BOOST_TEST(announced.count() == 1);
}

BOOST_AUTO_TEST_CASE(stop_does_not_wait_for_the_poll) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  const auto start = std::chrono::steady_clock::now();
  {
    const TargetWatcher watcher(bed.options(), nullptr, kNoPoll);
  }
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(10)));
}

BOOST_AUTO_TEST_SUITE_END()
