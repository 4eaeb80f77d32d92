#include <algorithm>
#include <regex>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "golden/crd/schema.hpp"
#include "integration/operator_agreement/rig.hpp"
#include "support/paths.hpp"

// What users see of the resource by kubectl.

namespace vedette::test {
namespace {

/// Every run of white space as one blank.
std::string on_one_line(const std::string& text) {
  static const std::regex kSpace("\\s+");
  return std::regex_replace(text, kSpace, " ");
}

/// A namespace with one Target in it, of that status.
void create_target(const std::string& ns, const std::string& status) {
  api().kubectl({"create", "namespace", ns});
  api().kubectl({"create", "-n", ns, "-f", "-"}, R"(
apiVersion: vedette.dev/v1alpha1
kind: Target
metadata: {name: checkout}
spec: {url: "https://shop.example.com/"}
)");
  if (status.empty()) return;
  api().kubectl({"patch", "tgt", "checkout", "-n", ns, "--subresource=status", "--type=merge", "-p",
                 R"({"status":)" + status + "}"});
}

/// What kubectl prints, with the age, which nobody knows, as 0s.
std::string table(std::vector<std::string> arguments) {
  static const std::regex kAge("[0-9]+s(\n|$)");
  arguments.insert(arguments.begin(), {"get", "tgt"});
  return std::regex_replace(api().kubectl(std::move(arguments)), kAge, "0s$1");
}

std::string down_since(SystemTime since) {
  return R"({"state":"Down","since":")" + to_rfc3339(since) +
         R"(","reason":"BodyMismatch","code":200,
    "certificateNotAfter":"2027-01-02T00:00:00Z","certificateDays":38,
    "conditions":[
      {"type":"Accepted","status":"True","reason":"Accepted","message":"",
       "lastTransitionTime":"2026-11-23T15:00:24Z"},
      {"type":"ResolvedRefs","status":"False","reason":"SecretNotFound","message":"",
       "lastTransitionTime":"2026-11-23T15:00:24Z"}]})";
}

BOOST_AUTO_TEST_SUITE(kubectl)

BOOST_AUTO_TEST_CASE(get_shows_state_since_reason_code_and_days_of_the_certificate) {
  create_target("columns", down_since(RealClock().system_now() - std::chrono::hours(24 * 10)));
  BOOST_TEST(
      table({"-n", "columns"}) ==
      "NAME       URL                         STATE   SINCE   REASON         CODE   CERT   AGE\n"
      "checkout   https://shop.example.com/   Down    10d     BodyMismatch   200    38     0s");
  BOOST_TEST(table({"-n", "columns", "-o", "wide"}) ==
             "NAME       URL                         STATE   SINCE   REASON         CODE   CERT   "
             "INTERVAL   ACCEPTED   RESOLVEDREFS   PROGRAMMED   CERT-UNTIL             AGE\n"
             "checkout   https://shop.example.com/   Down    10d     BodyMismatch   200    38     "
             "30s        True       False                       2027-01-02T00:00:00Z   0s");
}

BOOST_AUTO_TEST_CASE(get_shows_a_target_that_nobody_has_looked_at) {
  create_target("fresh", "");
  BOOST_TEST(table({"-n", "fresh"}) ==
             "NAME       URL                         STATE   SINCE   REASON   CODE   CERT   AGE\n"
             "checkout   https://shop.example.com/                                          0s");
}

BOOST_AUTO_TEST_CASE(get_vedette_shows_targets) {
  create_target("category", "");
  BOOST_TEST(api().kubectl({"get", "vedette", "-n", "category", "-o", "name"}) ==
             "target.vedette.dev/checkout");
}

BOOST_AUTO_TEST_CASE(explain_describes_every_field_of_the_spec) {
  const Schema schema;
  const std::string page = on_one_line(api().kubectl({"explain", "tgt.spec"}));
  for (const SchemaField& field : schema.fields("spec")) {
    if (std::count(field.path.begin(), field.path.end(), '.') != 1) continue;
    const std::string text = on_one_line(field.keyword("description"));
    BOOST_TEST(page.find(text) != std::string::npos, field.path << " is not explained in " << page);
  }
}

BOOST_AUTO_TEST_CASE(examples_can_be_applied) {
  const std::string applied =
      api().kubectl({"apply", "--dry-run=server", "-f",
                     (source_dir() / "examples/kubernetes").string(), "-o", "name"});
  BOOST_TEST(applied.find("target.vedette.dev/website") != std::string::npos, applied);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
