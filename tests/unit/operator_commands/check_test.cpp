#include "operator/commands/check.hpp"

#include <sstream>

#include <boost/test/unit_test.hpp>

#include "manifests_bed.hpp"

using vedette::op::run_check;
using vedette::runtime::ExitCode;
using vedette::test::manifest;
using vedette::test::TemporaryDirectory;
using vedette::test::write_file;

namespace {

struct Checked {
  ExitCode code;
  std::string text;
};

Checked check(const TemporaryDirectory& directory) {
  std::ostringstream out;
  const ExitCode code = run_check({{{directory.path()}, "", "default"}}, out);
  return {code, out.str()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(operator_check)

BOOST_AUTO_TEST_CASE(good_manifests_are_counted) {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.yaml",
             manifest("a") + "---\n" + manifest("b", vedette::test::kWithSecret));
  const Checked answer = check(directory);
  BOOST_TEST((answer.code == ExitCode::Ok));
  BOOST_TEST(answer.text == "2 valid targets in 1 file\n");
}

BOOST_AUTO_TEST_CASE(what_every_reader_refuses_is_refused) {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.yaml", manifest("a", "  interval: 1x\n"));
  const Checked answer = check(directory);
  BOOST_TEST((answer.code == ExitCode::BadInput));
  BOOST_TEST(answer.text.find("a.yaml:8: shop/a: spec.interval: must be a duration") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_only_target_files_may_hold_is_refused) {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.yaml", manifest("a", "  tls:\n    caFrom: {file: ca.crt}\n") +
                                              "scheduleSince: \"2026-11-23T12:00:00Z\"\n");
  const Checked answer = check(directory);
  BOOST_TEST((answer.code == ExitCode::BadInput));
  const std::string path = (directory.path() / "a.yaml").string();
  BOOST_TEST(answer.text ==
             path + ": shop/a: scheduleSince: exists in target files only; leave it out\n" + path +
                 ": shop/a: spec.tls.caFrom.file: exists in target files only; use secretKeyRef or "
                 "configMapKeyRef\n2 faults in 1 file; 1 valid target\n");
}

BOOST_AUTO_TEST_CASE(rendered_files_hold_both_by_right) {
  const TemporaryDirectory directory;
  write_file(
      directory.path() / "targets-00.jsonl",
      R"({"source":"default","file":"targets-00","files":1,"epoch":1,"count":1})"
      "\n"
      R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"name":"a"},"spec":)"
      R"({"url":"https://a/","tls":{"caFrom":{"file":"sha256-a"}}},)"
      R"("scheduleSince":"2026-11-23T12:00:00Z"})"
      "\n");
  const Checked answer = check(directory);
  BOOST_TEST((answer.code == ExitCode::Ok), answer.text);
}

BOOST_AUTO_TEST_SUITE_END()
