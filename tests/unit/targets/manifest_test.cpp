#include "targets/rules/manifest.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "support/paths.hpp"
#include "target_bed.hpp"
#include "targets/document/document.hpp"

using vedette::Millis;
using vedette::targets::FaultLog;
using vedette::targets::Manifest;
using vedette::targets::Node;
using vedette::targets::PatternCheck;
using vedette::test::manifest;
namespace model = vedette::model;

namespace {

/// The only manifest of a YAML text.
Manifest decode(const std::string& text, FaultLog& log) {
  PatternCheck patterns;
  Manifest read;
  BOOST_TEST(vedette::targets::read_yaml(text, log, [&](const Node& document) {
    read = vedette::targets::read_manifest(document, "default", patterns, log);
  }));
  return read;
}

model::Target decode(const std::string& text) {
  FaultLog log("test.yaml");
  const Manifest read = decode(text, log);
  for (const auto& fault : log.take()) BOOST_TEST_ERROR(to_text(fault));
  BOOST_REQUIRE(read.target != nullptr);
  return *read.target;
}

model::Target decode_everything() {
  const std::ifstream file(vedette::test::source_dir() / "tests/golden/valid/everything.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  return decode(text.str());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(manifest_rules)

BOOST_AUTO_TEST_CASE(defaults_are_those_of_the_table) {
  const model::Target target = decode(manifest("checkout"));
  BOOST_TEST(target.ns == "default");
  BOOST_TEST(target.source == "default");
  BOOST_TEST((target.id == model::make_target_id("default", "default", "checkout")));
  BOOST_TEST(target.interval.count() == 30'000);
  BOOST_TEST(target.timeout.count() == 10'000);
  BOOST_TEST(!target.suspended);
  BOOST_TEST((target.http == model::HttpSpec{}));
  BOOST_TEST(target.http.max_redirects == 10);
  BOOST_TEST(target.http.follow_redirects);
  BOOST_TEST(target.http.max_body_bytes == 1 << 20);
  BOOST_TEST((target.tls == model::TlsSpec{}));
  BOOST_REQUIRE(target.expect.status_codes.size() == 1U);
  BOOST_TEST((target.expect.status_codes[0] == model::StatusRange{200, 299}));
  BOOST_TEST(target.failure_threshold == 2);
  BOOST_TEST(target.success_threshold == 1);
  BOOST_TEST(!target.generation.has_value());
  BOOST_TEST(!target.schedule_since.has_value());
}

BOOST_AUTO_TEST_CASE(timeout_defaults_to_the_interval_when_that_is_shorter) {
  BOOST_TEST(decode(manifest("a", "  interval: 5s\n")).timeout.count() == 5'000);
}

BOOST_AUTO_TEST_CASE(metadata_and_times_arrive) {
  const model::Target target = decode_everything();
  BOOST_TEST(target.full_name() == "shop/checkout.eu");
  BOOST_TEST(target.generation.value() == 4);
  BOOST_TEST(target.interval.count() == 90'000);
  BOOST_TEST(target.timeout.count() == 5'500);
  BOOST_TEST(target.suspended);
  BOOST_TEST(target.suspend_reason == "moving house");
  BOOST_TEST(vedette::to_rfc3339(target.schedule_since.value()) == "2026-11-23T14:00:00.000000Z");
  const std::vector<std::string> locations{"eu-west", "on-site", "us-east"};
  BOOST_TEST(target.locations == locations, boost::test_tools::per_element());
  BOOST_TEST(target.quorum == 2);
  BOOST_TEST(target.is_for("on-site"));
  BOOST_TEST(!target.is_for("default"));
  BOOST_TEST(target.failure_threshold == 3);
  BOOST_TEST(target.success_threshold == 2);
  const std::vector<std::pair<std::string, std::string>> labels{{"team", "shop"}, {"tier", "1"}};
  BOOST_TEST((target.labels == labels));
}

BOOST_AUTO_TEST_CASE(http_arrives) {
  const model::Target target = decode_everything();
  const model::HttpSpec& http = target.http;
  BOOST_TEST((http.method == model::Method::Post));
  BOOST_REQUIRE(http.headers.size() == 3U);
  BOOST_TEST(http.headers[0].value.value == "www.shop.example");
  BOOST_TEST(http.headers[1].name == "X-Key");
  BOOST_TEST((http.headers[1].value.from.value() ==
              model::Reference{model::Reference::Kind::Secret, "shop-login", "api.key"}));
  BOOST_TEST(http.body->value == "{\"ping\": true}");
  BOOST_TEST(http.basic_auth->username.from->key == "user");
  BOOST_TEST((http.basic_auth->password.from->kind == model::Reference::Kind::File));
  BOOST_TEST(!http.follow_redirects);
  BOOST_TEST(http.max_redirects == 0);
  BOOST_TEST((http.compression == model::Compression::Gzip));
  BOOST_TEST(http.max_body_bytes == 33'554'432);
}

BOOST_AUTO_TEST_CASE(tls_and_address_family_arrive) {
  const model::Target target = decode_everything();
  BOOST_TEST((target.ip_family == model::IpFamily::IPv6));
  BOOST_TEST((target.tls.ca->from->kind == model::Reference::Kind::ConfigMap));
  BOOST_TEST(target.tls.certificate->from->key == "tls.crt");
  BOOST_TEST(target.tls.key->from->key == "tls.key");
  BOOST_TEST(target.tls.server_name == "www.shop.example");
  BOOST_TEST((target.tls.min_version == model::TlsVersion::V1_2));
  BOOST_TEST((target.tls.max_version == model::TlsVersion::V1_3));
}

BOOST_AUTO_TEST_CASE(expectations_arrive) {
  const model::Expectation expect = decode_everything().expect;
  const std::vector<model::StatusRange> codes{{200, 200}, {301, 303}, {400, 499}};
  BOOST_TEST((expect.status_codes == codes));
  BOOST_TEST(expect.body.matches[0] == "OK, build \\d+");
  BOOST_TEST(expect.body.not_matches[0] == "(?i)error");
  BOOST_TEST(expect.body.contains[0] == "OK");
  BOOST_TEST(expect.body.not_contains[0] == "stack trace");
  const std::vector<model::HeaderExpectation> headers{
      {"Content-Type", "^application/json", {}, false}, {"X-Powered-By", {}, "PHP/5", true}};
  BOOST_TEST((expect.headers == headers));
  const std::vector<model::JsonExpectation> json{
      {"/status", "ok", {}}, {"/items/0/a~1b", {}, true}, {"", "{}", {}}};
  BOOST_TEST((expect.json == json));
  BOOST_TEST((expect.tls == model::TlsPolicy::Required));
  BOOST_TEST((expect.min_certificate_lifetime == std::chrono::hours(336)));
  BOOST_TEST(expect.max_latency->count() == 800'000);
}

BOOST_AUTO_TEST_CASE(authorization_is_bearer_unless_said_otherwise) {
  const std::string from = "      credentialsFrom: {secretKeyRef: {name: s, key: k}}\n";
  const model::Target usual = decode(manifest("a", "  http:\n    authorization:\n" + from));
  BOOST_TEST(usual.http.authorization->type == "Bearer");
  const model::Target other =
      decode(manifest("a", "  http:\n    authorization:\n      type: ApiKey\n" + from));
  BOOST_TEST(other.http.authorization->type == "ApiKey");
}

BOOST_AUTO_TEST_CASE(every_fault_of_a_target_is_told_under_its_name) {
  FaultLog log("test.yaml");
  const Manifest read = decode(
      manifest("shop", "  interval: 1x\n  expect:\n    body:\n      matches: [a, '(']\n"), log);
  BOOST_TEST(read.target == nullptr);
  BOOST_TEST(read.full_name == "default/shop");
  const auto faults = log.take();
  BOOST_REQUIRE(faults.size() == 2U);
  BOOST_TEST(to_text(faults[0]) ==
             "test.yaml:7: default/shop: spec.interval: must be a duration such as 30s, 1m30s or "
             "500ms, found \"1x\"");
  BOOST_TEST(faults[1].field == "spec.expect.body.matches[1]");
  BOOST_TEST(faults[1].line == 10);
}

BOOST_AUTO_TEST_CASE(pattern_check_remembers_answers) {
  PatternCheck patterns;
  BOOST_TEST(patterns.fault("a+b").empty());
  BOOST_TEST(patterns.fault("a+b").empty());
  const std::string first = patterns.fault("(");
  BOOST_TEST(!first.empty());
  BOOST_TEST(patterns.fault("(") == first);
}

BOOST_AUTO_TEST_SUITE_END()
