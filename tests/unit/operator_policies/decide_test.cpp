#include "operator/reconcile/policies/decide.hpp"

#include <boost/test/unit_test.hpp>

#include "operator/reconcile/policies/reason.hpp"
#include "operator/render/content_key.hpp"
#include "policy_bed.hpp"

namespace json = boost::json;
using vedette::SystemTime;
using vedette::op::Condition;
using vedette::op::ConditionStatus;
using vedette::op::content_key;
using vedette::op::Decision;
using vedette::op::LineAction;
using vedette::op::PolicyConfig;
using vedette::op::render_line;
using vedette::test::FakeContents;
using vedette::test::target;
using vedette::test::target_with_secret;

namespace {

constexpr const char* kPlain = R"({"url":"https://shop.example/"})";

struct DecisionBed {
  FakeContents contents;
  PolicyConfig config;
  std::string previous_line;  ///< empty = none

  [[nodiscard]] Decision decide(const json::object& manifest) const {
    vedette::targets::PatternCheck patterns;
    return vedette::op::decide(
        {manifest, previous_line.empty() ? nullptr : &previous_line, contents, config}, patterns);
  }
};

const Condition& condition(const Decision& decision, std::string_view type) {
  for (const Condition& condition : decision.conditions) {
    if (condition.type == type) return condition;
  }
  throw std::out_of_range(std::string(type));
}

/// "False/Invalid"
std::string verdict(const Decision& decision, std::string_view type) {
  const Condition& found = condition(decision, type);
  return std::string(to_text(found.status)) + "/" + found.reason;
}

const std::string& message(const Decision& decision, std::string_view type) {
  return condition(decision, type).message;
}

/// The line of generation 4 with its secret.
std::string resolved_line() {
  return render_line(target_with_secret(), {{"spec.http.headers[0].valueFrom", content_key("abc")}},
                     {});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decide)

BOOST_AUTO_TEST_CASE(good_target_is_written) {
  const Decision decision = DecisionBed().decide(target(kPlain));
  BOOST_TEST((decision.action == LineAction::Write));
  BOOST_TEST(decision.references.empty());
  BOOST_TEST(verdict(decision, "Accepted") == "True/Accepted");
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "True/ResolvedRefs");
  BOOST_TEST(verdict(decision, "Programmed") == "Unknown/NotReported");
  BOOST_TEST(verdict(decision, "Available") == "Unknown/NotReported");
}

BOOST_AUTO_TEST_CASE(conditions_stand_in_a_fixed_order) {
  const auto types = [](const Decision& decision) {
    std::string text;
    for (const Condition& condition : decision.conditions) text += condition.type + " ";
    return text;
  };
  BOOST_TEST(types(DecisionBed().decide(target(kPlain))) ==
             "Accepted ResolvedRefs Programmed Available ");
  BOOST_TEST(types(DecisionBed().decide(target("{}"))) ==
             "Accepted ResolvedRefs Programmed Available ");
}

BOOST_AUTO_TEST_CASE(suspended_target_is_written_and_says_why_nothing_is_known) {
  const Decision decision =
      DecisionBed().decide(target(R"({"url":"https://a/","suspend":{"reason":"moving house"}})"));
  BOOST_TEST((decision.action == LineAction::Write));
  BOOST_TEST(verdict(decision, "Available") == "Unknown/Suspended");
  BOOST_TEST(message(decision, "Available") == "Suspended: moving house");
}

BOOST_AUTO_TEST_CASE(every_broken_rule_is_told_with_its_field) {
  const Decision decision =
      DecisionBed().decide(target(R"({"url":"ftp://a/","interval":"5s","timeout":"6s"})"));
  BOOST_TEST((decision.action == LineAction::Keep));
  BOOST_TEST(verdict(decision, "Accepted") == "False/Invalid");
  BOOST_TEST(
      message(decision, "Accepted")
          .starts_with("spec.timeout: timeout (6s) must not exceed interval (5s); spec.url: "));
  BOOST_TEST(message(decision, "Accepted").ends_with("; it is not probed"));
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "Unknown/NotAccepted");
  BOOST_TEST(decision.refers_to.empty());
}

BOOST_AUTO_TEST_CASE(many_broken_rules_are_counted) {
  const Decision decision = DecisionBed().decide(
      target(R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"url":"https://shop.example/"})"));
  BOOST_TEST(message(decision, "Accepted").find("; and 2 more; it is not probed") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(field_of_a_later_release_is_not_supported) {
  DecisionBed bed;
  const Decision later = bed.decide(target(R"({"url":"https://a/","tcp":{"port":5432}})"));
  BOOST_TEST(verdict(later, "Accepted") == "False/NotSupported");
  BOOST_TEST(message(later, "Accepted") ==
             "spec.tcp: is not supported yet; leave it out; it is not probed");
  const Decision also_wrong = bed.decide(target(R"({"url":"a","tcp":{"port":5432}})"));
  BOOST_TEST(verdict(also_wrong, "Accepted") == "False/Invalid");
}

BOOST_AUTO_TEST_CASE(refused_spec_names_the_generation_in_force) {
  DecisionBed bed;
  bed.previous_line = render_line(target(kPlain), {}, SystemTime());
  const Decision decision = bed.decide(target(R"({"url":"nowhere"})"));
  BOOST_TEST((decision.action == LineAction::Keep));
  BOOST_TEST(message(decision, "Accepted").ends_with("; generation 4 stays in force"));
}

BOOST_AUTO_TEST_CASE(what_the_api_server_adds_breaks_no_rule) {
  json::object manifest = target(kPlain);
  json::object& metadata = manifest["metadata"].as_object();
  metadata["generateName"] = "checkout-";
  metadata["someLaterField"] = 1;
  manifest["status"] = json::object{{"state", "Unknown"}};
  BOOST_TEST(verdict(DecisionBed().decide(manifest), "Accepted") == "True/Accepted");
}

BOOST_AUTO_TEST_CASE(file_reference_is_refused) {
  const std::string file = content_key("of another namespace");
  const Decision decision = DecisionBed().decide(
      target(R"({"url":"https://a/","tls":{"caFrom":{"file":")" + file + R"("}}})"));
  BOOST_TEST((decision.action == LineAction::Keep));
  BOOST_TEST(verdict(decision, "Accepted") == "False/FileRefNotPermitted");
  BOOST_TEST(message(decision, "Accepted") ==
             "spec.tls.caFrom.file: exists in target files only; use secretKeyRef or "
             "configMapKeyRef; it is not probed");
}

BOOST_AUTO_TEST_CASE(secret_is_addressed_by_its_content) {
  DecisionBed bed;
  bed.contents.secrets["shop/login/token"] = "abc";
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST((decision.action == LineAction::Write));
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "True/ResolvedRefs");
  const std::string key = content_key("abc");
  BOOST_TEST(decision.references.at("spec.http.headers[0].valueFrom") == key);
  BOOST_TEST(decision.secrets.at(key) == "abc");
  BOOST_REQUIRE(decision.refers_to.size() == 1U);
  BOOST_TEST(decision.refers_to[0].name == "login");
}

BOOST_AUTO_TEST_CASE(secret_of_another_namespace_is_not_found) {
  DecisionBed bed;
  bed.contents.secrets["other/login/token"] = "abc";
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "False/SecretNotFound");
  BOOST_TEST(message(decision, "ResolvedRefs") ==
             "spec.http.headers[0].valueFrom: there is no Secret login in this namespace that "
             "carries the label vedette.dev/use: \"true\"; until then its probes report "
             "config_error");
}

BOOST_AUTO_TEST_CASE(new_target_without_its_secret_is_written_unresolved) {
  const Decision decision = DecisionBed().decide(target_with_secret());
  BOOST_TEST((decision.action == LineAction::Write));
  BOOST_TEST(decision.references.empty());
  BOOST_TEST(decision.secrets.empty());
  BOOST_TEST(verdict(decision, "Accepted") == "True/Accepted");
  BOOST_TEST(decision.refers_to.size() == 1U);
}

BOOST_AUTO_TEST_CASE(target_whose_secret_went_keeps_its_line) {
  DecisionBed bed;
  bed.previous_line = resolved_line();
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST((decision.action == LineAction::Keep));
  BOOST_TEST(message(decision, "ResolvedRefs").ends_with("; generation 4 stays in force"));
}

BOOST_AUTO_TEST_CASE(line_that_never_had_its_secret_is_not_worth_keeping) {
  DecisionBed bed;
  bed.previous_line = render_line(target_with_secret(), {}, SystemTime());
  BOOST_TEST((bed.decide(target_with_secret()).action == LineAction::Write));
}

BOOST_AUTO_TEST_CASE(config_map_is_found_or_not) {
  DecisionBed bed;
  const json::object manifest = target(
      R"({"url":"https://a/","tls":{"caFrom":{"configMapKeyRef":{"name":"ca","key":"ca.crt"}}}})");
  BOOST_TEST(verdict(bed.decide(manifest), "ResolvedRefs") == "False/ConfigMapNotFound");
  bed.contents.config_maps["shop/ca/ca.crt"] = "-----BEGIN CERTIFICATE-----\n";
  BOOST_TEST(verdict(bed.decide(manifest), "ResolvedRefs") == "True/ResolvedRefs");
}

BOOST_AUTO_TEST_CASE(missing_key_is_told) {
  DecisionBed bed;
  bed.contents.secrets["shop/login/password"] = "abc";
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "False/KeyNotFound");
  BOOST_TEST(
      message(decision, "ResolvedRefs")
          .starts_with(
              "spec.http.headers[0].valueFrom: Secret login, key token: there is no such key"));
}

BOOST_AUTO_TEST_CASE(no_reference_is_permitted_without_secrets) {
  DecisionBed bed;
  bed.config.secrets = false;
  bed.contents.secrets["shop/login/token"] = "abc";
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "False/RefNotPermitted");
  BOOST_TEST(decision.secrets.empty());
  BOOST_TEST(verdict(bed.decide(target(kPlain)), "ResolvedRefs") == "True/ResolvedRefs");
}

BOOST_AUTO_TEST_CASE(content_that_cannot_be_a_header_is_refused_and_not_told) {
  DecisionBed bed;
  bed.contents.secrets["shop/login/token"] = "hunter2\r\nX-Evil: 1";
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "False/InvalidSecretContent");
  BOOST_TEST(message(decision, "ResolvedRefs")
                 .starts_with("spec.http.headers[0].valueFrom: Secret login, key token holds a "
                              "line break or another "
                              "control character"));
  for (const Condition& condition : decision.conditions) {
    BOOST_TEST(condition.message.find("hunter2") == std::string::npos);
  }
  BOOST_TEST(decision.secrets.empty());
}

BOOST_AUTO_TEST_CASE(one_trailing_newline_is_no_fault) {
  DecisionBed bed;
  bed.contents.secrets["shop/login/token"] = "abc\n";
  const Decision decision = bed.decide(target_with_secret());
  BOOST_TEST(verdict(decision, "ResolvedRefs") == "True/ResolvedRefs");
  BOOST_TEST(decision.secrets.contains(content_key("abc\n")));
}

BOOST_AUTO_TEST_SUITE_END()
