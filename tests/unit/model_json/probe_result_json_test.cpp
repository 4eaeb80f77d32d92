#include "model/probe_result_json.hpp"

#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "golden.hpp"
#include "support/fault.hpp"

namespace vedette::model {
namespace {

SystemTime at(const char* text) { return from_rfc3339(text).value(); }

ProbeResult plain_up() {
  ProbeResult result;
  result.target.id = make_target_id("default", "shop", "checkout");
  result.target.source = "default";
  result.target.ns = "shop";
  result.target.name = "checkout";
  result.target.url = "http://shop.example/checkout";
  result.target.interval = Millis(30'000);
  result.location = "eu-west";
  result.prober = "vedette-prober-7c9";
  result.epoch = 1'795'446'000'000;
  result.scheduled_at = at("2026-11-23T15:00:24.418Z");
  result.started_at = at("2026-11-23T15:00:24.419034Z");
  result.produced_at = at("2026-11-23T15:00:24.427120Z");
  result.verdict = Verdict::Up;
  result.verdict_since = at("2026-11-20T08:00:00Z");
  result.previous_verdict = Verdict::Up;
  ProbeFacts& facts = result.facts;
  facts.outcome = Outcome::Up;
  facts.reason = Reason::Ok;
  facts.status_code = 200;
  facts.bytes = 10'126;
  facts.wire_bytes = 10'380;
  facts.http_version = "1.1";
  facts.address = "192.0.2.7:80";
  facts.durations = {Micros(120),  Micros(900), Micros(0),   Micros(80),
                     Micros(4100), Micros(300), Micros(5500)};
  return result;
}

ProbeResult tls_down() {
  ProbeResult result = plain_up();
  result.target.url = "https://shop.example/checkout";
  result.target.generation = 4;
  result.target.labels = {{"team", "shop"}, {"tier", "one \"1\""}};
  result.stalled = true;
  ProbeFacts& facts = result.facts;
  facts.outcome = Outcome::Down;
  facts.reason = Reason::BodyMismatch;
  facts.phase = Phase::Transfer;
  facts.message = "body does not match /OK, build \\d+/\n";
  facts.body_matched = false;
  facts.address = "[2001:db8::7]:443";
  facts.redirects = 1;
  facts.durations.tls = Micros(2100);
  facts.durations.total = Micros(7600);
  TlsFacts& tls = facts.tls.emplace();
  tls.version = "1.3";
  tls.cipher = "TLS_AES_128_GCM_SHA256";
  tls.not_before = at("2026-10-04T00:00:00Z");
  tls.not_after = at("2027-01-02T00:00:00Z");
  tls.earliest_not_after = at("2027-01-01T00:00:00Z");
  tls.issuer = "C = FR, O = Guet \xC3\xA9 Cie, CN = R3";
  tls.sha256 = std::string(64, 'a');
  return result;
}

ProbeResult first_unknown() {
  ProbeResult result = plain_up();
  result.first_run = true;
  result.verdict = Verdict::Unknown;
  result.previous_verdict = Verdict::Unknown;
  result.verdict_since.reset();
  result.facts = {};
  result.facts.outcome = Outcome::Unknown;
  result.facts.reason = Reason::ConfigError;
  result.facts.phase = Phase::Dns;
  result.facts.message = "secret shop/token was never seen";
  return result;
}

ProbeResult failed_handshake() {
  ProbeResult result = tls_down();
  result.verdict = Verdict::Down;
  result.verdict_since = result.scheduled_at;
  result.facts = {};
  result.facts.outcome = Outcome::Down;
  result.facts.reason = Reason::CertificateExpired;
  result.facts.phase = Phase::Tls;
  result.facts.message = "certificate has expired";
  result.facts.tls.emplace().not_after = at("2026-11-22T00:00:00Z");
  result.facts.tls->verify_error = "certificate has expired";
  return result;
}

struct Sample {
  const char* file;
  ProbeResult (*make)();
};

std::ostream& operator<<(std::ostream& out, const Sample& sample) { return out << sample.file; }

const Sample kSamples[] = {{"result-up.json", plain_up},
                           {"result-down.json", tls_down},
                           {"result-unknown.json", first_unknown},
                           {"result-expired.json", failed_handshake}};

/// The golden result with one piece of its text replaced.
std::string changed(const std::string& from, const std::string& to) {
  return replaced(golden("result-down.json"), from, to);
}

BOOST_AUTO_TEST_SUITE(probe_result_json)

BOOST_DATA_TEST_CASE(writes_the_golden_bytes, boost::unit_test::data::make(kSamples)) {
  BOOST_TEST(to_json(sample.make()) == golden(sample.file));
}

BOOST_DATA_TEST_CASE(reads_back_all_that_it_wrote, boost::unit_test::data::make(kSamples)) {
  const auto read = probe_result_from_json(to_json(sample.make()));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST((*read == sample.make()));
}

BOOST_AUTO_TEST_CASE(a_later_releases_fields_and_reasons_are_no_error) {
  const auto read = probe_result_from_json(
      changed("\"reason\":\"body_mismatch\"", "\"mood\":[{}],\"reason\":\"sun_burnt\""));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST((read->facts.reason == Reason::Other));
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_kept_for_the_caller_to_clean) {
  const auto read = probe_result_from_json(changed("body does", "\xFF\xC3 does"));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST(read->facts.message.starts_with("\xFF\xC3 does not match"));
}

BOOST_AUTO_TEST_CASE(a_nul_in_a_text_is_kept_for_the_caller_to_clean) {
  const auto read = probe_result_from_json(changed("body does", "\\u0000 does"));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST(read->facts.message.front() == '\0');
}

struct Refusal {
  const char* from;
  const char* to;
  const char* error;
};

std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
  return out << refusal.from << " -> " << refusal.to;
}

const Refusal kRefusals[] = {
    {"\"id\":\"", "\"id\":\"x", "target.id is no UUID"},
    {"\"name\":\"checkout\",", "", "target.name is missing"},
    {"\"namespace\":\"shop\"", "\"namespace\":null", "target.namespace is missing"},
    {"\"location\":\"eu-west\"", "\"location\":\"\"", "location is empty"},
    {"\"location\":\"eu-west\"", "\"location\":7", "location is not a string"},
    {"\"scheduledAt\":\"2026-11-23T15", "\"scheduledAt\":\"2026-11-23 15",
     "scheduledAt is no time as RFC 3339 writes it"},
    {"\"startedAt\":", "\"started\":", "startedAt is missing"},
    {"\"outcome\":\"down\"", "\"outcome\":\"sideways\"", "outcome is an unknown word"},
    {"\"phase\":\"transfer\"", "\"phase\":\"moon\"", "phase is an unknown word"},
    {"\"statusCode\":200", "\"statusCode\":\"200\"", "statusCode is not an integer"},
    {"\"statusCode\":200", "\"statusCode\":1000", "statusCode is outside 100 to 999"},
    {"\"epoch\":1795446000000", "\"epoch\":18446744073709551615", "epoch is not an integer"},
    {"\"total\":7600", "\"total\":-1", "durationsUs.total is outside 0 to 86400000000"},
    {"\"stalled\":true", "\"stalled\":1", "stalled is not a boolean"},
    {"\"team\":\"shop\"", "\"team\":1", "target.labels.team is not a string"},
    {"\"team\":\"shop\"", "\"team\":null", "target.labels.team is not a string"},
    {"\"team\":\"shop\"", "\"team\":{\"a\":\"b\"}", "target.labels.team is not a string"},
    {"\"location\":\"eu-west\"", "\"location\":{\"location\":\"eu-west\"}",
     "location is not a string"},
    {"\"target\":{", "\"target\":[7],\"goal\":{", "target is not an object"},
    {"\"target\":{", "\"target\":null,\"goal\":{", "target is missing"},
    {"\"durationsUs\":{", "\"durationsUs\":9,\"more\":{", "durationsUs is not an object"},
    {"\"notAfter\":\"2027", "\"notAfter\":\"x", "tls.notAfter is no time as RFC 3339 writes it"},
};

BOOST_DATA_TEST_CASE(a_refusal_names_the_field, boost::unit_test::data::make(kRefusals)) {
  const auto read = probe_result_from_json(changed(sample.from, sample.to));
  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().kind == ErrorKind::Invalid));
  BOOST_TEST(read.error().message == std::string("a probe result's ") + sample.error);
}

BOOST_AUTO_TEST_CASE(names_inside_what_is_unknown_are_unknown_too) {
  const auto read = probe_result_from_json(changed(
      "\"stalled\":true", R"("later":{"stalled":7,"tls":{"version":[]}},"last":[{"epoch":""}])"));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST(!read->stalled);
  BOOST_TEST(read->epoch == tls_down().epoch);
  BOOST_TEST((read->facts.tls == tls_down().facts.tls));
}

BOOST_AUTO_TEST_CASE(order_of_fields_does_not_matter) {
  auto text = changed("\"location\":\"eu-west\",", "");
  text.insert(text.size() - 1, R"(,"location":"eu-west")");
  const auto read = probe_result_from_json(text);
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST((*read == tls_down()));
}

BOOST_AUTO_TEST_CASE(of_equal_names_the_last_counts) {
  const auto field =
      probe_result_from_json(changed("\"stalled\":true", R"("stalled":true,"epoch":1,"epoch":2)"));
  BOOST_REQUIRE_MESSAGE(field, fault_of(field));
  BOOST_TEST(field->epoch == 2);
  const auto object =
      probe_result_from_json(changed("\"redirects\":1", R"("redirects":1,"tls":{"cipher":"x"})"));
  BOOST_REQUIRE_MESSAGE(object, fault_of(object));
  BOOST_TEST((object->facts.tls == tls_down().facts.tls));
  const auto label =
      probe_result_from_json(changed("\"team\":\"shop\"", R"("team":"a","team":"shop")"));
  BOOST_REQUIRE_MESSAGE(label, fault_of(label));
  BOOST_TEST((label->target.labels == tls_down().target.labels));
}

BOOST_AUTO_TEST_CASE(escaped_names_and_long_escaped_texts_are_read_whole) {
  std::string escaped;
  std::string plain;
  for (int i = 0; i < 500; ++i) {
    escaped += "\\u00e9 \\\"x\\\" ";
    plain += "\xC3\xA9 \"x\" ";
  }
  const auto read = probe_result_from_json(
      changed("\"message\":\"body does", "\"\\u006dess\\u0061ge\":\"" + escaped + "body does"));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST(read->facts.message == plain + tls_down().facts.message);
}

BOOST_AUTO_TEST_CASE(labels_are_read_up_to_a_bound) {
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "\"l" + std::to_string(i) + "\":\"v\",";
  const auto read = probe_result_from_json(changed("\"team\":", many + "\"team\":"));
  BOOST_REQUIRE_MESSAGE(read, fault_of(read));
  BOOST_TEST(read->target.labels.size() == 64U);
  BOOST_TEST(read->target.labels.front().first == "l0");
}

BOOST_AUTO_TEST_CASE(a_text_that_is_no_json_is_told_before_what_is_wrong_in_it) {
  const auto read = probe_result_from_json(R"({"target":7)");
  BOOST_TEST(read.error().message.starts_with("a probe result is no JSON: "));
  const auto more = probe_result_from_json(golden("result-up.json") + "{}");
  BOOST_TEST(more.error().message.starts_with("a probe result is no JSON: "));
}

BOOST_AUTO_TEST_CASE(garbage_is_refused) {
  BOOST_TEST(probe_result_from_json("").error().message.starts_with("a probe result is no JSON"));
  BOOST_TEST(probe_result_from_json("[]").error().message == "a probe result is no JSON object");
  BOOST_TEST(!probe_result_from_json("{}").has_value());
}

BOOST_AUTO_TEST_CASE(the_id_of_a_result_is_its_identity) {
  BOOST_TEST(result_id(plain_up()) == "4bbc9db3-fb8c-5e33-b54d-d2b09f09887c/eu-west/1795446024418");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::model
