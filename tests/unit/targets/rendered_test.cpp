#include <boost/test/unit_test.hpp>

#include "target_bed.hpp"

using vedette::test::faults_of;
using vedette::test::find;
using vedette::test::has_fault;
using vedette::test::names_of;
using vedette::test::rendered;
using vedette::test::rendered_line;
using vedette::test::TargetBed;
using Names = std::vector<std::string>;

namespace {

std::vector<std::string> lines(const Names& names) {
  std::vector<std::string> text;
  for (const std::string& name : names) text.push_back(rendered_line(name));
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rendered_files)

BOOST_AUTO_TEST_CASE(plain_and_compressed_files_are_read) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  bed.write_gzip("targets-01.jsonl.gz", rendered("targets-01", 9, lines({"c"})));
  const auto set = bed.load();
  BOOST_TEST((names_of(*set) == Names{"a", "b", "c"}), faults_of(*set));
  BOOST_TEST(set->faults.empty(), faults_of(*set));
  BOOST_REQUIRE(set->files.size() == 2U);
  BOOST_TEST(set->files[1].file == "targets-01");
  BOOST_TEST(set->files[1].epoch == 9);
  BOOST_TEST(set->files[1].sha256.size() == 64U);
}

BOOST_AUTO_TEST_CASE(source_of_the_header_counts) {
  TargetBed bed;
  std::string text = rendered("targets-00", 7, lines({"a"}));
  text.replace(text.find("default"), 7, "west-1");
  bed.write("targets-00.jsonl", text);
  const auto set = bed.load();
  BOOST_TEST(set->files.at(0).source == "west-1");
  BOOST_TEST(
      (set->targets.at(0).target->id == vedette::model::make_target_id("west-1", "default", "a")));
}

BOOST_AUTO_TEST_CASE(equal_or_lower_epoch_is_ignored) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  const auto before = bed.load();
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a"})));
  BOOST_TEST((names_of(*bed.load()) == Names{"a", "b"}));
  bed.write("targets-00.jsonl", rendered("targets-00", 6, lines({"a"})));
  const auto after = bed.load();
  BOOST_TEST((names_of(*after) == Names{"a", "b"}));
  BOOST_TEST(after->faults.empty(), faults_of(*after));
  BOOST_TEST(same_content(*before, *after));
}

BOOST_AUTO_TEST_CASE(higher_epoch_adds_and_removes_and_keeps_pointers) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  const auto before = bed.load();
  bed.write("targets-00.jsonl", rendered("targets-00", 8, lines({"c", "b"})));
  const auto after = bed.load();
  BOOST_TEST((names_of(*after) == Names{"b", "c"}), faults_of(*after));
  BOOST_TEST(find(*after, "b")->target == find(*before, "b")->target);
  BOOST_TEST(after->files.at(0).epoch == 8);
}

BOOST_AUTO_TEST_CASE(vanished_file_changes_nothing) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a"})));
  bed.write("targets-01.jsonl", rendered("targets-01", 7, lines({"b"})));
  const auto before = bed.load();
  bed.remove("targets-00.jsonl");
  const auto after = bed.load();
  BOOST_TEST((names_of(*after) == Names{"a", "b"}));
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
  BOOST_TEST(has_fault(*after, "targets-00.jsonl: is gone"), faults_of(*after));
  BOOST_TEST(after->counts.stale_files == 1U);
  bed.write("targets-00.jsonl", rendered("targets-00", 8, lines({"a"})));
  BOOST_TEST(bed.load()->faults.empty());
}

BOOST_AUTO_TEST_CASE(vanished_directory_changes_nothing) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a"})));
  static_cast<void>(bed.load());
  std::filesystem::remove_all(bed.files());
  BOOST_TEST((names_of(*bed.load()) == Names{"a"}));
}

BOOST_AUTO_TEST_CASE(incomplete_file_keeps_the_last_good_set) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  static_cast<void>(bed.load());
  for (const std::string& broken :
       {rendered("targets-00", 8, lines({"a"}), 2), rendered("targets-00", 8, lines({"a"}), 0),
        rendered("targets-00", 8, {rendered_line("a"), "{\"cut\":"}), std::string("no header\n"),
        std::string(), rendered("targets-07", 8, lines({"a"}))}) {
    bed.write("targets-00.jsonl", broken);
    const auto set = bed.load();
    BOOST_TEST((names_of(*set) == Names{"a", "b"}), broken);
    BOOST_TEST(set->faults.size() == 1U, faults_of(*set));
    BOOST_TEST(set->files.at(0).epoch == 7);
    BOOST_TEST(set->counts.stale_files == 1U);
  }
}

BOOST_AUTO_TEST_CASE(bad_line_is_quarantined_alone_and_keeps_its_last_good_spec) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  const auto before = bed.load();
  bed.write("targets-00.jsonl", rendered("targets-00", 8,
                                         {rendered_line("a", "ftp://later.example/"),
                                          rendered_line("b", "https://new.example/"),
                                          rendered_line("c", "ftp://never.example/")}));
  const auto after = bed.load();
  BOOST_TEST((names_of(*after) == Names{"a", "b"}));
  BOOST_TEST(find(*after, "a")->target == find(*before, "a")->target);
  BOOST_TEST(find(*after, "b")->target->url == "https://new.example/");
  BOOST_TEST(after->files.at(0).epoch == 8);
  BOOST_TEST(after->counts.quarantined == 2U);
}

BOOST_AUTO_TEST_CASE(dropping_more_than_half_needs_consent) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b", "c", "d", "e"})));
  static_cast<void>(bed.load());
  bed.write("targets-00.jsonl", rendered("targets-00", 8, lines({"a", "b"})));
  const auto refused = bed.load();
  BOOST_TEST(refused->targets.size() == 5U);
  BOOST_TEST(has_fault(*refused, "drops 3 of 5 targets"), faults_of(*refused));
  bed.write("targets-00.jsonl",
            rendered("targets-00", 9, lines({"a", "b"}), 2, R"(,"allowShrink":true)"));
  const auto allowed = bed.load();
  BOOST_TEST((names_of(*allowed) == Names{"a", "b"}), faults_of(*allowed));
}

BOOST_AUTO_TEST_CASE(dropping_half_needs_none) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  static_cast<void>(bed.load());
  bed.write("targets-00.jsonl", rendered("targets-00", 8, lines({"b"})));
  BOOST_TEST((names_of(*bed.load()) == Names{"b"}));
}

BOOST_AUTO_TEST_CASE(renaming_everything_is_a_drop_too) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a", "b"})));
  static_cast<void>(bed.load());
  bed.write("targets-00.jsonl", rendered("targets-00", 8, lines({"c", "d", "e"})));
  BOOST_TEST((names_of(*bed.load()) == Names{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(plain_and_compressed_form_are_one_file_and_the_higher_epoch_wins) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, lines({"a"})));
  bed.write_gzip("targets-00.jsonl.gz", rendered("targets-00", 8, lines({"a", "b"})));
  const auto both = bed.load();
  BOOST_TEST((names_of(*both) == Names{"a", "b"}), faults_of(*both));
  BOOST_TEST(both->files.size() == 1U);
  bed.remove("targets-00.jsonl");
  const auto compressed = bed.load();
  BOOST_TEST(compressed->faults.empty(), faults_of(*compressed));
  bed.write("targets-00.jsonl", rendered("targets-00", 9, lines({"a", "c"})));
  bed.remove("targets-00.jsonl.gz");
  BOOST_TEST((names_of(*bed.load()) == Names{"a", "c"}));
}

BOOST_AUTO_TEST_CASE(broken_compressed_file_keeps_the_last_good_set) {
  TargetBed bed;
  const std::string text = rendered("targets-00", 7, lines({"a", "b"}));
  bed.write_gzip("targets-00.jsonl.gz", text);
  static_cast<void>(bed.load());
  const std::string whole = vedette::test::gzip(rendered("targets-00", 8, lines({"c"})));
  for (const std::string& broken : {whole.substr(0, whole.size() / 2), std::string("no gzip")}) {
    bed.write("targets-00.jsonl.gz", broken);
    const auto set = bed.load();
    BOOST_TEST((names_of(*set) == Names{"a", "b"}));
    BOOST_TEST(has_fault(*set, "gzip data is"), faults_of(*set));
  }
}

BOOST_AUTO_TEST_CASE(file_of_no_targets_is_a_file) {
  TargetBed bed;
  bed.write("targets-00.jsonl", rendered("targets-00", 7, {}));
  const auto set = bed.load();
  BOOST_TEST(set->faults.empty(), faults_of(*set));
  BOOST_TEST(set->files.at(0).epoch == 7);
}

BOOST_AUTO_TEST_SUITE_END()
