#include <filesystem>

#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

#include "target_bed.hpp"

using vedette::test::faults_of;
using vedette::test::find;
using vedette::test::has_fault;
using vedette::test::manifest;
using vedette::test::names_of;
using vedette::test::TargetBed;
using Names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(hand_written)

BOOST_AUTO_TEST_CASE(yaml_yml_and_json_files_are_read_and_others_left) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  bed.write("b.yml", manifest("b") + "---\n" + manifest("c"));
  bed.write("d.json", vedette::test::rendered_line("d"));
  bed.write("README.md", "no manifest");
  bed.write(".hidden.yaml", "{broken");
  bed.write("e.yaml.swp", "{broken");
  std::filesystem::create_directory(bed.files() / "folder.yaml");
  std::filesystem::remove(bed.files() / "folder.yaml");
  const auto set = bed.load();
  BOOST_TEST((names_of(*set) == Names{"a", "b", "c", "d"}), faults_of(*set));
  BOOST_TEST(set->faults.empty(), faults_of(*set));
  BOOST_REQUIRE(set->files.size() == 3U);
  BOOST_TEST(set->files[1].file == (bed.files() / "b.yml").string());
  BOOST_TEST(set->files[1].targets == 2U);
  BOOST_TEST(set->files[1].epoch == 0);
  BOOST_TEST(set->files[1].sha256.size() == 64U);
}

BOOST_AUTO_TEST_CASE(targets_are_sorted_by_id) {
  TargetBed bed;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    bed.write(std::string(name) + ".yaml", manifest(name));
  }
  const auto set = bed.load();
  for (size_t i = 1; i < set->targets.size(); ++i) {
    BOOST_TEST((set->targets[i - 1].target->id < set->targets[i].target->id));
  }
}

BOOST_AUTO_TEST_CASE(bad_file_changes_nothing_for_good_ones) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  bed.write("b.yaml", manifest("b"));
  const auto before = bed.load();
  bed.write("bad.yaml", "apiVersion: [\n");
  bed.write("worse.yaml", manifest("c", "  interval: never\n"));
  bed.write("worst.json", std::string("\xff\xfe\0", 3));
  const auto after = bed.load();
  BOOST_TEST((names_of(*after) == Names{"a", "b"}));
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
  BOOST_TEST(find(*after, "b")->target == find(*before, "b")->target);
  BOOST_TEST(after->faults.size() == 3U, faults_of(*after));
  BOOST_TEST(after->counts.quarantined == 1U);
  BOOST_TEST(after->counts.stale_files == 2U);
}

BOOST_AUTO_TEST_CASE(bad_document_beside_good_ones_is_quarantined_alone) {
  TargetBed bed;
  bed.write("all.yaml",
            manifest("a") + "---\n" + manifest("b", "  timeout: 1h\n") + "---\n" + manifest("c"));
  const auto set = bed.load();
  BOOST_TEST((names_of(*set) == Names{"a", "c"}));
  BOOST_TEST(has_fault(*set, "default/b: spec.timeout"), faults_of(*set));
}

BOOST_AUTO_TEST_CASE(broken_edit_keeps_the_last_good_spec) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  const auto before = bed.load();
  bed.write("a.yaml", manifest("a", "  failureThreshold: 99\n"));
  const auto after = bed.load();
  BOOST_REQUIRE(find(*after, "a") != nullptr);
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
  BOOST_TEST(has_fault(*after, "failureThreshold"));
  BOOST_TEST(has_fault(*after, "last good spec stays"));
}

BOOST_AUTO_TEST_CASE(file_with_broken_text_keeps_all_its_targets) {
  TargetBed bed;
  bed.write("all.yaml", manifest("a") + "---\n" + manifest("b"));
  const auto before = bed.load();
  bed.write("all.yaml", manifest("a", "  interval: 5s\n") + "---\nfoo: [\n");
  const auto after = bed.load();
  BOOST_TEST((names_of(*after) == Names{"a", "b"}));
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
  BOOST_TEST(after->files[0].sha256 == before->files[0].sha256);
  bed.write("all.yaml", manifest("a", "  interval: 5s\n"));
  const auto mended = bed.load();
  BOOST_TEST((names_of(*mended) == Names{"a"}));
  BOOST_TEST(mended->faults.empty(), faults_of(*mended));
  BOOST_TEST(mended->counts.stale_files == 0U);
}

BOOST_AUTO_TEST_CASE(emptied_file_keeps_its_targets_and_a_deleted_one_does_not) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  bed.write("b.yaml", manifest("b"));
  static_cast<void>(bed.load());
  bed.write("a.yaml", "");
  BOOST_TEST((names_of(*bed.load()) == Names{"a", "b"}));
  bed.remove("a.yaml");
  const auto set = bed.load();
  BOOST_TEST((names_of(*set) == Names{"b"}));
  BOOST_TEST(set->faults.empty(), faults_of(*set));
}

BOOST_AUTO_TEST_CASE(empty_or_missing_directory_changes_nothing) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  const auto before = bed.load();
  bed.remove("a.yaml");
  const auto empty = bed.load();
  BOOST_TEST((names_of(*empty) == Names{"a"}));
  BOOST_TEST(has_fault(*empty, "holds no .yaml"), faults_of(*empty));
  std::filesystem::remove(bed.files());
  const auto missing = bed.load();
  BOOST_TEST((names_of(*missing) == Names{"a"}));
  BOOST_TEST(has_fault(*missing, "is not there"), faults_of(*missing));
  BOOST_TEST(find(*missing, "a")->target == find(*before, "a")->target);
}

BOOST_AUTO_TEST_CASE(unchanged_targets_keep_their_pointers_when_the_file_changes) {
  TargetBed bed;
  bed.write("all.yaml", manifest("a") + "---\n" + manifest("b"));
  const auto before = bed.load();
  bed.write("all.yaml", "# moved\n" + manifest("b", "  interval: 5s\n") + "---\n" + manifest("a"));
  const auto after = bed.load();
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
  BOOST_TEST(find(*after, "b")->target != find(*before, "b")->target);
  BOOST_TEST(find(*after, "b")->target->interval.count() == 5'000);
}

BOOST_AUTO_TEST_CASE(of_two_with_one_name_the_second_by_path_is_quarantined) {
  TargetBed bed;
  bed.write("a.yaml", manifest("same", "", "https://first.example/"));
  bed.write("b.yaml", manifest("same", "", "https://second.example/"));
  const auto set = bed.load();
  BOOST_REQUIRE(set->targets.size() == 1U);
  BOOST_TEST(set->targets[0].target->url == "https://first.example/");
  BOOST_TEST(set->faults.at(0).file == (bed.files() / "b.yaml").string());
  BOOST_TEST(set->counts.quarantined == 1U);
  bed.remove("a.yaml");
  const auto alone = bed.load();
  BOOST_TEST(alone->targets.at(0).target->url == "https://second.example/");
  BOOST_TEST(alone->faults.empty(), faults_of(*alone));
}

BOOST_AUTO_TEST_CASE(fifo_and_socket_do_not_stop_the_load) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  BOOST_REQUIRE(::mkfifo((bed.files() / "pipe.yaml").c_str(), 0600) == 0);
  const auto set = bed.load();
  BOOST_TEST((names_of(*set) == Names{"a"}));
  BOOST_TEST(has_fault(*set, "pipe.yaml: is not a regular file"), faults_of(*set));
}

BOOST_AUTO_TEST_CASE(file_larger_than_the_bound_keeps_its_last_good) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  static_cast<void>(bed.load());
  bed.write("a.yaml", manifest("a") + "# " + std::string(17 << 20, 'x') + "\n");
  const auto set = bed.load();
  BOOST_TEST((names_of(*set) == Names{"a"}));
  BOOST_TEST(has_fault(*set, "bytes, the most allowed"), faults_of(*set));
}

BOOST_AUTO_TEST_CASE(single_files_may_be_named_and_are_read_once) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  bed.write("b.yaml", manifest("b"));
  bed.write("c.txt", manifest("c"));
  vedette::targets::TargetFiles files(
      {{bed.files() / "a.yaml", bed.files() / "c.txt", bed.files() / "gone.yaml", bed.files()},
       "",
       "default"});
  const auto set = files.load();
  BOOST_TEST((names_of(*set) == Names{"a", "b"}));
  BOOST_TEST(set->faults.size() == 2U, faults_of(*set));
  BOOST_TEST(has_fault(*set, "c.txt: its ending"), faults_of(*set));
  BOOST_TEST(has_fault(*set, "gone.yaml: is not there"), faults_of(*set));
}

BOOST_AUTO_TEST_CASE(source_of_the_reader_makes_the_ids) {
  TargetBed bed;
  bed.write("a.yaml", manifest("a"));
  vedette::targets::TargetFiles files({{bed.files()}, "", "cluster-2"});
  const auto set = files.load();
  BOOST_TEST((set->targets.at(0).target->id ==
              vedette::model::make_target_id("cluster-2", "default", "a")));
  BOOST_TEST(set->files.at(0).source == "cluster-2");
}

BOOST_AUTO_TEST_SUITE_END()
