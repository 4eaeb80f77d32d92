#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

#include "prober/probe/assertions.hpp"
#include "support/site/raw_server.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Phase;
using std::chrono::hours;

constexpr const char* kJsonAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=1\r\n"
    "set-cookie: b=2\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}";

/// Probes a server that gives `answer`, with `expect`.
model::ProbeFacts probe_answer(const std::string& answer, const model::Expectation& expect) {
  RawServer server([&answer](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(answer);
  });
  ProbeBed bed;
  model::Target target = target_of(server.url());
  target.expect = expect;
  return bed.probe(target);
}

struct HeaderRow {
  model::HeaderExpectation expectation;
  const char* says;  ///< empty: met
  friend std::ostream& operator<<(std::ostream& out, const HeaderRow& row) {
    return out << row.expectation.name << ": " << row.says;
  }
};

const std::vector<HeaderRow> kHeaderRows = {
    {{"Content-Type", "^application/json$", {}, false}, ""},
    {{"content-type", "json", {}, false}, ""},
    {{"Content-Type", "html", {}, false}, "header Content-Type does not match /html/"},
    {{"Content-Type", {}, "json", false}, "header Content-Type matches /json/, which it must not"},
    {{"Content-Type", {}, "html", false}, ""},
    {{"Set-Cookie", "b=2", {}, false}, ""},
    {{"Set-Cookie", {}, "b=2", false}, "header Set-Cookie matches /b=2/, which it must not"},
    {{"Server", ".", {}, false}, "header Server is missing"},
    {{"Server", {}, ".", false}, "header Server is missing"},
    {{"Server", ".", {}, true}, ""},
    {{"Server", {}, ".", true}, ""},
};

BOOST_AUTO_TEST_SUITE(answer_assertions)

BOOST_DATA_TEST_CASE(headers_are_matched_by_name, boost::unit_test::data::make(kHeaderRows), row) {
  model::Expectation expect;
  expect.headers = {row.expectation};
  const auto facts = probe_answer(kJsonAnswer, expect);
  const bool met = std::string(row.says).empty();
  BOOST_TEST(to_text(facts.reason) == (met ? "ok" : "header_mismatch"), facts.message);
  BOOST_TEST(facts.message == row.says);
  BOOST_TEST((facts.phase == (met ? std::nullopt : std::optional(Phase::Processing))));
}

BOOST_AUTO_TEST_CASE(headers_of_interim_answers_and_trailers_do_not_count) {
  model::Expectation expect;
  expect.headers = {{"X-Early", {}, ".", true}, {"X-Late", {}, ".", true}};
  const auto facts = probe_answer(
      "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\n"
      "Transfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n0\r\nX-Late: 1\r\n\r\n",
      expect);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
}

BOOST_AUTO_TEST_CASE(json_is_looked_at_without_other_body_expectations) {
  model::Expectation expect;
  expect.json = {{"/status", "ok", {}}};
  const auto good = probe_answer(kJsonAnswer, expect);
  BOOST_TEST(to_text(good.reason) == "ok", good.message);
  BOOST_TEST(!good.body_matched);
  expect.json = {{"/status", "up", {}}};
  const auto bad = probe_answer(kJsonAnswer, expect);
  BOOST_TEST(to_text(bad.reason) == "json_mismatch", bad.message);
  BOOST_TEST((bad.phase == Phase::Transfer));
}

BOOST_AUTO_TEST_CASE(large_json_is_searched_beside_the_loop) {
  const std::string body = "{\"pad\":\"" + std::string(100'000, 'x') + "\",\"status\":\"ok\"}";
  model::Expectation expect;
  expect.json = {{"/status", "ok", {}}};
  const auto facts = probe_answer("HTTP/1.1 200 OK\r\n\r\n" + body, expect);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
}

BOOST_AUTO_TEST_CASE(json_needs_all_of_the_body_and_its_text) {
  ProbeBed bed;
  const std::string body = "[\"" + std::string(10'000, 'x') + "\"]";
  RawServer server([&body](RawConnection& peer) {
    (void)peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\n\r\n" + body);
  });
  model::Target target = target_of(server.url());
  target.http.max_body_bytes = 1024;
  target.expect.json = {{"", {}, true}};
  const auto large = bed.probe(target);
  BOOST_TEST(to_text(large.reason) == "body_too_large", large.message);
  const auto broken =
      probe_answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n{}", target.expect);
  BOOST_TEST(to_text(broken.reason) == "decode_error", broken.message);
  BOOST_TEST(broken.message ==
             "the body cannot be decoded as gzip, and expect.json needs its text");
}

BOOST_AUTO_TEST_CASE(the_first_disappointment_is_the_reason_in_the_order_of_the_manual) {
  model::Expectation expect;
  expect.status_codes = {{201, 201}};
  expect.headers = {{"Server", ".", {}, false}};
  expect.body.contains = {"nope"};
  expect.json = {{"/nope", {}, true}};
  expect.tls = model::TlsPolicy::Required;
  expect.max_latency = Micros(1);
  BOOST_TEST(to_text(probe_answer(kJsonAnswer, expect).reason) == "status_mismatch");
  expect.status_codes = {{200, 200}};
  BOOST_TEST(to_text(probe_answer(kJsonAnswer, expect).reason) == "header_mismatch");
  expect.headers.clear();
  const auto body = probe_answer(kJsonAnswer, expect);
  BOOST_TEST(to_text(body.reason) == "body_mismatch");
  BOOST_TEST((body.body_matched == false));
  expect.body.contains = {"status"};
  const auto json = probe_answer(kJsonAnswer, expect);
  BOOST_TEST(to_text(json.reason) == "json_mismatch");
  BOOST_TEST((json.body_matched == true));
  expect.json.clear();
  BOOST_TEST(to_text(probe_answer(kJsonAnswer, expect).reason) == "tls_policy");
  expect.tls = model::TlsPolicy::Forbidden;
  BOOST_TEST(to_text(probe_answer(kJsonAnswer, expect).reason) == "latency_exceeded");
}

BOOST_AUTO_TEST_CASE(the_tls_policy_speaks_of_the_last_answer) {
  model::Expectation expect;
  BOOST_TEST(!prober::check_tls(expect, true));
  BOOST_TEST(!prober::check_tls(expect, false));
  expect.tls = model::TlsPolicy::Required;
  BOOST_TEST(!prober::check_tls(expect, true));
  const auto plain = prober::check_tls(expect, false);
  BOOST_TEST(plain->message == "the last answer came over http, and expect.tls is Required");
  BOOST_TEST((plain->phase == Phase::Tls));
  expect.tls = model::TlsPolicy::Forbidden;
  BOOST_TEST(!prober::check_tls(expect, false));
  BOOST_TEST(to_text(prober::check_tls(expect, true)->reason) == "tls_policy");
}

BOOST_AUTO_TEST_CASE(a_certificate_is_expiring_when_less_than_the_lifetime_is_left) {
  model::Expectation expect;
  const SystemTime now(std::chrono::seconds(1'800'000'000));
  model::TlsFacts facts;
  facts.not_after = now + hours(1000);
  facts.earliest_not_after = now + hours(24);
  BOOST_TEST(!prober::check_certificate(expect, facts, now));
  expect.min_certificate_lifetime = hours(24);
  BOOST_TEST(!prober::check_certificate(expect, facts, now));
  BOOST_TEST(!prober::check_certificate(expect, std::nullopt, now));
  const auto failure = prober::check_certificate(expect, facts, now + Micros(1));
  BOOST_TEST(to_text(failure->reason) == "certificate_expiring");
  BOOST_TEST(
      failure->message ==
      "a certificate ends at 2027-01-16T08:00:00.000000Z, expected to be valid for 24h more");
  BOOST_TEST((failure->phase == Phase::Tls));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
