#include "targets/check.hpp"

#include <boost/test/unit_test.hpp>

#include "target_bed.hpp"

using vedette::targets::check;
using vedette::targets::CheckReport;
using vedette::test::manifest;
using vedette::test::TargetBed;

namespace {

constexpr const char* kWithSecret =
    "  http:\n    authorization:\n      credentialsFrom: {secretKeyRef: {name: s, key: k}}\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(check_command)

BOOST_AUTO_TEST_CASE(good_files_are_summed_up_in_a_line) {
  const TargetBed bed;
  bed.write("a.yaml", manifest("a") + "---\n" + manifest("b"));
  const CheckReport report = check({{bed.files()}, "", "default"});
  BOOST_TEST(report.good);
  BOOST_TEST(report.text == "2 valid targets in 1 file\n");
}

BOOST_AUTO_TEST_CASE(faults_come_in_order_of_files_and_lines) {
  const TargetBed bed;
  bed.write("b.yaml", manifest("b", "  interval: 1x\n  timeout: 2x\n"));
  bed.write("a.yaml", manifest("a", "  failureThreshold: 0\n"));
  bed.write("c.yaml", manifest("c"));
  const CheckReport report = check({{bed.files()}, "", "default"});
  BOOST_TEST(!report.good);
  const size_t a = report.text.find("a.yaml:7: default/a: spec.failureThreshold");
  const size_t first = report.text.find("b.yaml:7: default/b: spec.interval");
  const size_t second = report.text.find("b.yaml:8: default/b: spec.timeout");
  BOOST_TEST(a < first);
  BOOST_TEST(first < second);
  BOOST_TEST(second != std::string::npos, report.text);
  BOOST_TEST(report.text.ends_with("3 faults in 2 files; 1 valid target\n"), report.text);
}

BOOST_AUTO_TEST_CASE(secrets_are_checked_only_where_they_are) {
  const TargetBed bed;
  bed.write("a.yaml", manifest("a", kWithSecret));
  BOOST_TEST(check({{bed.files()}, "", "default"}).good);
  BOOST_TEST(!check(bed.options()).good);
}

BOOST_AUTO_TEST_CASE(missing_path_is_a_fault) {
  const CheckReport report = check({{"/nonexistent/targets"}, "", "default"});
  BOOST_TEST(!report.good);
  BOOST_TEST(report.text ==
             "/nonexistent/targets: is not there\n1 fault in 1 file; 0 valid targets\n");
}

BOOST_AUTO_TEST_SUITE_END()
