#include "prober/probe/trace.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using prober::Trace;
using prober::TracedCheck;
using prober::TracedHop;

/// A site with TLS, and something that probes it.
struct TraceBed {
  [[nodiscard]] static SiteOptions options(const TemporaryDirectory& directory) {
    SiteOptions options;
    options.dir = directory.path();
    return options;
  }

  [[nodiscard]] model::Target secure(TlsFace face, const std::string& path) const {
    model::Target target = target_of(site.https_url(face, path));
    std::ostringstream ca;
    ca << std::ifstream(directory.path() / "ca.crt").rdbuf();
    target.tls.ca = model::Text{{}, std::move(ca).str()};
    return target;
  }

  TemporaryDirectory directory;
  Site site{options(directory)};
  ProbeBed bed;
};

/// "field: expected: saw: met", for comparison.
std::vector<std::string> told(const Trace& trace) {
  std::vector<std::string> lines;
  for (const TracedCheck& check : trace.checks) {
    lines.push_back(check.field + ": " + check.expected + ": " + check.saw +
                    (check.met ? ": met" : ": not met"));
  }
  return lines;
}

bool has_line(const std::vector<std::string>& lines, const std::string& line) {
  return std::ranges::find(lines, line) != lines.end();
}

BOOST_FIXTURE_TEST_SUITE(trace, TraceBed)

BOOST_AUTO_TEST_CASE(every_hop_tells_its_addresses_and_heads) {
  const Trace traced = bed.trace(target_of(site.http_url("/redirect?to=/ok")));
  BOOST_REQUIRE(traced.hops.size() == 2U);
  const std::string port = std::to_string(site.http_port());
  for (const TracedHop& hop : traced.hops) {
    BOOST_REQUIRE(hop.addresses.size() == 1U);
    BOOST_TEST(hop.addresses[0].address == "127.0.0.1:" + port);
    BOOST_TEST(hop.addresses[0].what == "connected");
    BOOST_TEST(has_line(hop.request, "Host: 127.0.0.1:" + port));
    BOOST_TEST(hop.chain.empty());
  }
  BOOST_TEST(traced.hops[0].url == site.http_url("/redirect?to=/ok"));
  BOOST_TEST(traced.hops[0].request.at(0) == "GET /redirect?to=/ok HTTP/1.1");
  BOOST_TEST(traced.hops[0].answer.at(0) == "HTTP/1.1 302");
  BOOST_TEST(has_line(traced.hops[0].answer, "Location: /ok"));
  BOOST_TEST(traced.hops[1].request.at(0) == "GET /ok HTTP/1.1");
  BOOST_TEST(traced.hops[1].answer.at(0) == "HTTP/1.1 200");
}

BOOST_AUTO_TEST_CASE(an_address_that_refuses_tells_why) {
  const std::string url = site.http_url("/ok");
  site.stop();
  const Trace traced = bed.trace(target_of(url));
  BOOST_REQUIRE(traced.hops.size() == 1U);
  BOOST_REQUIRE(traced.hops[0].addresses.size() == 1U);
  BOOST_TEST(traced.hops[0].addresses[0].what == "Connection refused");
  BOOST_TEST(traced.hops[0].answer.empty());
  BOOST_TEST(traced.checks.empty());
}

BOOST_AUTO_TEST_CASE(an_address_that_the_policy_denies_tells_the_rule) {
  prober::EgressOptions options;
  options.mode = prober::EgressMode::Cluster;
  ProbeBed guarded({{"127.0.0.1:1"}, {"search.test"}}, prober::EgressPolicy(options));
  const Trace traced = guarded.trace(target_of(site.http_url("/ok")));
  BOOST_REQUIRE(traced.hops.size() == 1U);
  BOOST_REQUIRE(traced.hops[0].addresses.size() == 1U);
  BOOST_TEST(traced.hops[0].addresses[0].what.starts_with("denied: "));
  BOOST_TEST(site.log().all().empty());
}

BOOST_AUTO_TEST_CASE(a_chain_is_told_whether_or_not_it_is_good) {
  const Trace good = bed.trace(secure(TlsFace::WithIntermediate, "/ok"));
  BOOST_REQUIRE(good.hops.size() == 1U);
  BOOST_REQUIRE(good.hops[0].chain.size() == 3U);
  BOOST_TEST(good.hops[0].chain[0].issuer == good.hops[0].chain[1].subject);
  BOOST_TEST(good.hops[0].chain[1].issuer == good.hops[0].chain[2].subject);
  BOOST_TEST(good.hops[0].chain[0].sha256.size() == 64U);
  BOOST_TEST(good.hops[0].chain[0].not_after.has_value());

  const Trace expired = bed.trace(secure(TlsFace::Expired, "/ok"));
  BOOST_REQUIRE(expired.hops.size() == 1U);
  BOOST_TEST(!expired.hops[0].chain.empty());
  BOOST_TEST(expired.hops[0].request.empty());
}

BOOST_AUTO_TEST_CASE(every_assertion_tells_what_it_saw) {
  model::Target target = target_of(site.http_url("/ok"));
  target.expect.headers = {{"Content-Type", "^text/", {}, false}, {"X-Gone", {}, "a", true}};
  target.expect.body.matches = {"build \\d+", "no such text"};
  target.expect.body.not_matches = {"(?i)error"};
  target.expect.body.contains = {"Service OK"};
  target.expect.body.not_contains = {"build 4711"};
  target.expect.max_latency = std::chrono::hours(1);
  const std::vector<std::string> lines = told(bed.trace(target));
  BOOST_REQUIRE(lines.size() == 8U);
  BOOST_TEST(lines[0] == "spec.expect.statusCodes: 200-299: 200: met");
  BOOST_TEST(lines[1].starts_with("spec.expect.headers[0]: Content-Type matches /^text//: \"text/"),
             lines[1]);
  BOOST_TEST(lines[1].ends_with(": met"));
  BOOST_TEST(lines[2] == "spec.expect.headers[1]: X-Gone does not match /a/: no such header: met");
  BOOST_TEST(lines[3] == "spec.expect.body.matches[0]: /build \\d+/: found: met");
  BOOST_TEST(lines[4] == "spec.expect.body.matches[1]: /no such text/: not found: not met");
  BOOST_TEST(lines[5] == "spec.expect.body.notMatches[0]: no /(?i)error/: not found: met");
  BOOST_TEST(lines[6] == "spec.expect.body.contains[0]: \"Service OK\": found: met");
  BOOST_TEST(lines[7] == "spec.expect.body.notContains[0]: no \"build 4711\": found: not met");
}

BOOST_AUTO_TEST_CASE(assertions_of_tls_certificate_and_latency_tell_what_they_saw) {
  model::Target target = secure(TlsFace::Good, "/ok");
  target.expect.tls = model::TlsPolicy::Required;
  target.expect.min_certificate_lifetime = std::chrono::hours(24);
  target.expect.max_latency = Micros(1);
  const Trace traced = bed.trace(target);
  BOOST_REQUIRE(traced.checks.size() == 4U);
  BOOST_TEST(traced.checks[1].field == "spec.expect.tls");
  BOOST_TEST(traced.checks[1].saw == "https");
  BOOST_TEST(traced.checks[2].expected == "at least 24h");
  BOOST_TEST(traced.checks[2].met);
  BOOST_TEST(traced.checks[3].field == "spec.expect.maxLatency");
  BOOST_TEST(traced.checks[3].expected == "at most 0.001 ms");
  BOOST_TEST(!traced.checks[3].met);
}

BOOST_AUTO_TEST_CASE(a_failed_status_is_the_last_thing_that_was_looked_at) {
  model::Target target = target_of(site.http_url("/status/503"));
  target.expect.body.contains = {"x"};
  const std::vector<std::string> lines = told(bed.trace(target));
  BOOST_REQUIRE(lines.size() == 1U);
  BOOST_TEST(lines[0] == "spec.expect.statusCodes: 200-299: 503: not met");
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_a_trace) {
  model::Target target = target_of(site.http_url("/redirect?to=/echo"));
  const model::Reference reference{model::Reference::Kind::Secret, "login", "key"};
  target.http.headers = {{"X-Shop", {reference, "hunter2!"}}, {"Cookie", {{}, "session=4711"}}};
  target.http.authorization.emplace().credentials = {reference, "outpost-4711"};
  target.expect.headers = {{"Set-Cookie", {}, "x", true}};
  const Trace traced = bed.trace(target);
  BOOST_REQUIRE(traced.hops.size() == 2U);
  std::string all;
  for (const TracedHop& hop : traced.hops) {
    for (const std::string& line : hop.request) all += line + "\n";
    for (const std::string& line : hop.answer) all += line + "\n";
  }
  BOOST_TEST(all.find("X-Shop: [redacted]\n") != std::string::npos, all);
  BOOST_TEST(all.find("Cookie: [redacted]\n") != std::string::npos, all);
  BOOST_TEST(all.find("Authorization: [redacted]\n") != std::string::npos, all);
  for (const char* secret : {"hunter2!", "session=4711", "outpost-4711"}) {
    BOOST_TEST(all.find(secret) == std::string::npos, all);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
