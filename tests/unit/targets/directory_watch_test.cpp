#include "targets/files/directory_watch.hpp"

#include <thread>

#include <boost/test/unit_test.hpp>

#include "kubelet_volume.hpp"
#include "support/temporary_directory.hpp"
#include "target_bed.hpp"

using vedette::Millis;
using vedette::targets::DirectoryWatch;
using vedette::test::TemporaryDirectory;
using vedette::test::write_file;
using Wake = DirectoryWatch::Wake;
namespace fs = std::filesystem;

namespace {

constexpr Millis kLong{20'000};
constexpr Millis kNone{0};

/// A directory below a temporary one, watched.
struct Bed {
  TemporaryDirectory directory;
  fs::path watched = directory.path() / "watched";
  DirectoryWatch watch{{watched}};
  std::stop_source stop;

  Wake wait(Millis timeout) { return watch.wait(timeout, stop.get_token()); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(directory_watch)

BOOST_AUTO_TEST_CASE(nothing_happens_until_the_timeout) {
  Bed bed;
  fs::create_directory(bed.watched);
  bed.watch.arm();
  BOOST_TEST(bed.watch.works());
  BOOST_TEST((bed.wait(kNone) == Wake::Timeout));
}

BOOST_AUTO_TEST_CASE(written_renamed_and_deleted_files_wake) {
  Bed bed;
  fs::create_directory(bed.watched);
  bed.watch.arm();
  write_file(bed.watched / "a.yaml", "x");
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
  fs::rename(bed.watched / "a.yaml", bed.watched / "b.yaml");
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
  fs::remove(bed.watched / "b.yaml");
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
}

BOOST_AUTO_TEST_CASE(editors_hidden_files_do_not_wake) {
  Bed bed;
  fs::create_directory(bed.watched);
  bed.watch.arm();
  write_file(bed.watched / ".a.yaml.swp", "x");
  BOOST_TEST((bed.wait(kNone) == Wake::Timeout));
}

BOOST_AUTO_TEST_CASE(each_swap_of_a_volume_is_told_as_such) {
  Bed bed;
  vedette::test::KubeletVolume volume(bed.watched);
  volume.update({{"a", "1"}});
  bed.watch.arm();
  for (const char* text : {"2", "3"}) {
    volume.update({{"a", text}});
    BOOST_TEST((bed.wait(kLong) == Wake::Swapped));
    bed.watch.arm();
  }
}

BOOST_AUTO_TEST_CASE(directory_absent_at_first_wakes_when_it_comes) {
  Bed bed;
  bed.watch.arm();
  fs::create_directory(bed.watched);
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
  bed.watch.arm();
  write_file(bed.watched / "a.yaml", "x");
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
}

BOOST_AUTO_TEST_CASE(directory_whose_parents_are_absent_wakes_when_they_come) {
  const TemporaryDirectory directory;
  const fs::path deep = directory.path() / "a" / "b" / "c";
  DirectoryWatch watch({deep});
  const std::stop_source stop;
  watch.arm();
  fs::create_directories(deep.parent_path());
  BOOST_TEST((watch.wait(kLong, stop.get_token()) == Wake::Changed));
  watch.arm();
  fs::create_directory(deep);
  BOOST_TEST((watch.wait(kLong, stop.get_token()) == Wake::Changed));
}

BOOST_AUTO_TEST_CASE(replaced_directory_is_watched_on) {
  Bed bed;
  fs::create_directory(bed.watched);
  bed.watch.arm();
  fs::create_directory(bed.directory.path() / "new");
  fs::rename(bed.watched, bed.directory.path() / "old");
  fs::rename(bed.directory.path() / "new", bed.watched);
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
  bed.watch.arm();
  write_file(bed.watched / "a.yaml", "x");
  BOOST_TEST((bed.wait(kLong) == Wake::Changed));
}

BOOST_AUTO_TEST_CASE(single_file_is_watched_through_its_directory) {
  const TemporaryDirectory directory;
  DirectoryWatch watch({directory.path() / "a.yaml"});
  const std::stop_source stop;
  watch.arm();
  write_file(directory.path() / "other.yaml", "x");
  BOOST_TEST((watch.wait(kNone, stop.get_token()) == Wake::Timeout));
  write_file(directory.path() / "a.yaml", "x");
  BOOST_TEST((watch.wait(kLong, stop.get_token()) == Wake::Changed));
}

BOOST_AUTO_TEST_CASE(stop_ends_a_wait_at_once) {
  Bed bed;
  bed.watch.arm();
  Wake wake = Wake::Timeout;
  std::thread waiting([&] { wake = bed.wait(Millis(60'000)); });
  bed.stop.request_stop();
  waiting.join();
  BOOST_TEST((wake == Wake::Stopped));
}

BOOST_AUTO_TEST_SUITE_END()
