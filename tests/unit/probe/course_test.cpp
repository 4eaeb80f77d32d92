#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "support/site/compressed.hpp"
#include "support/site/raw_server.hpp"
#include "support/site/site.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Phase;
using std::chrono::milliseconds;

struct SiteBed {
  Site site;
  ProbeBed bed;
  [[nodiscard]] model::Target target(const std::string& path) const {
    return target_of(site.http_url(path));
  }
};

/// Answers every request with that body, as `encoding`.
RawScript serves(const std::string& body, const std::string& encoding) {
  return [answer = "HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(answer);
  };
}

BOOST_FIXTURE_TEST_SUITE(course_test, SiteBed)

BOOST_AUTO_TEST_CASE(redirects_are_followed_and_counted) {
  const auto facts = bed.probe(target("/redirect-chain?n=3"));
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.redirects == 3);
  BOOST_TEST(*facts.status_code == 200);
}

BOOST_AUTO_TEST_CASE(an_endless_chain_is_redirect_limit_with_the_last_status) {
  model::Target loop = target("/redirect-loop");
  loop.http.max_redirects = 4;
  const auto facts = bed.probe(loop);
  BOOST_TEST(to_text(facts.reason) == "redirect_limit", facts.message);
  BOOST_TEST((facts.phase == Phase::Processing));
  BOOST_TEST(facts.redirects == 4);
  BOOST_TEST(*facts.status_code == 302);
}

BOOST_AUTO_TEST_CASE(a_redirect_that_is_not_followed_is_the_answer) {
  model::Target still = target("/redirect");
  still.http.follow_redirects = false;
  still.expect.status_codes = {{302, 302}};
  BOOST_TEST(to_text(bed.probe(still).reason) == "ok");
}

BOOST_AUTO_TEST_CASE(the_status_of_the_last_answer_is_kept_when_the_next_hop_fails) {
  RawServer gone([](RawConnection& peer) { (void)peer.read_head(); });
  const auto facts = bed.probe(target("/redirect?to=" + gone.url()));
  BOOST_TEST(to_text(facts.reason) == "connection_closed", facts.message);
  BOOST_TEST(*facts.status_code == 302);
  BOOST_TEST(facts.redirects == 1);
}

BOOST_AUTO_TEST_CASE(credentials_do_not_follow_to_another_origin) {
  Site other;
  model::Target secret = target("/redirect?to=" + other.http_url("/ok"));
  secret.http.basic_auth = model::BasicAuth{{{}, "user"}, {{}, "hidden"}};
  secret.http.headers = {{"X-Key", {model::Reference{}, "hidden"}}, {"X-Plain", {{}, "shown"}}};
  BOOST_TEST(to_text(bed.probe(secret).reason) == "ok");
  const auto here = site.log().all().at(0);
  BOOST_TEST(here.header("Authorization") == "Basic dXNlcjpoaWRkZW4=");
  BOOST_TEST(here.header("X-Key") == "hidden");
  const auto there = other.log().all().at(0);
  BOOST_TEST(there.header("Authorization") == "");
  BOOST_TEST(there.header("X-Key") == "");
  BOOST_TEST(there.header("X-Plain") == "shown");
}

BOOST_AUTO_TEST_CASE(credentials_stay_with_their_own_origin) {
  model::Target secret = target("/redirect?to=/basic");
  secret.http.basic_auth = model::BasicAuth{{{}, "vedette"}, {{}, "sentry"}};
  BOOST_TEST(to_text(bed.probe(secret).reason) == "ok");
}

BOOST_AUTO_TEST_CASE(a_body_is_sent) {
  model::Target post = target("/echo");
  post.http.method = model::Method::Post;
  post.http.body = model::Text{{}, "x=1"};
  post.expect.body.contains = {"x=1"};
  BOOST_TEST(to_text(bed.probe(post).reason) == "ok");
  BOOST_TEST(site.log().all().at(0).method == "POST");
}

BOOST_AUTO_TEST_CASE(all_body_expectations_met_is_up_with_body_matched) {
  model::Target page = target("/ok");
  page.expect.body = {{"Service\\s+OK", "build \\d+"}, {"ERROR"}, {"4711"}, {"nope"}};
  const auto facts = bed.probe(page);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST((facts.body_matched == true));
}

BOOST_AUTO_TEST_CASE(each_body_expectation_can_fail) {
  for (const auto& body :
       {model::BodyExpectation{{"DOWN"}, {}, {}, {}}, model::BodyExpectation{{}, {"O+K"}, {}, {}},
        model::BodyExpectation{{}, {}, {"nope"}, {}}, model::BodyExpectation{{}, {}, {}, {"OK"}}}) {
    model::Target page = target("/ok");
    page.expect.body = body;
    const auto facts = bed.probe(page);
    BOOST_TEST(to_text(facts.reason) == "body_mismatch");
    BOOST_TEST((facts.phase == Phase::Transfer));
    BOOST_TEST((facts.body_matched == false));
    BOOST_TEST(facts.message.starts_with("body "), facts.message);
  }
}

BOOST_AUTO_TEST_CASE(without_body_expectations_body_matched_is_absent) {
  BOOST_TEST(!bed.probe(target("/ok")).body_matched);
}

BOOST_AUTO_TEST_CASE(text_over_the_border_of_two_packets_is_found) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_head();
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nService\r\n");
    peer.pause(milliseconds(20));
    peer.send("3\r\n OK\r\n0\r\n\r\n");
  });
  model::Target page = target_of(server.url());
  page.expect.body.contains = {"Service OK"};
  BOOST_TEST(to_text(bed.probe(page).reason) == "ok");
}

BOOST_AUTO_TEST_CASE(gzip_is_decoded_when_asked_for) {
  model::Target page = target("/gzip?bytes=100000");
  page.http.compression = model::Compression::Gzip;
  page.expect.body.contains = {"Service OK"};
  const auto facts = bed.probe(page);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.bytes == 100'000);
  BOOST_TEST(facts.wire_bytes < 50'000);
}

BOOST_AUTO_TEST_CASE(gzip_and_deflate_are_decoded_when_not_asked_for) {
  for (const auto& [format, name] :
       {std::pair{Format::Gzip, "gzip"}, std::pair{Format::Zlib, "deflate"},
        std::pair{Format::Raw, "deflate"}}) {
    RawServer server(serves(compressed("Service OK", format), name));
    model::Target page = target_of(server.url());
    page.expect.body.contains = {"Service OK"};
    BOOST_TEST(to_text(bed.probe(page).reason) == "ok");
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_decoded_matters_only_to_body_expectations) {
  for (const char* encoding : {"gzip", "br"}) {
    RawServer server(serves("this is neither", encoding));
    BOOST_TEST(to_text(bed.probe(server.url()).reason) == "ok");
    model::Target page = target_of(server.url());
    page.expect.body.not_contains = {"ERROR"};
    BOOST_TEST(to_text(bed.probe(page).reason) == "decode_error");
  }
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_up_and_truncated_when_nobody_needs_it) {
  model::Target large = target("/large?bytes=2000000");
  large.http.max_body_bytes = 10'000;
  const auto facts = bed.probe(large);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.body_truncated);
  BOOST_TEST(facts.bytes == 10'000);
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_body_too_large_when_an_expectation_needs_it) {
  model::Target large = target("/large?bytes=2000000");
  large.http.max_body_bytes = 10'000;
  large.expect.body.contains = {"OK"};
  const auto facts = bed.probe(large);
  BOOST_TEST(to_text(facts.reason) == "body_too_large", facts.message);
  BOOST_TEST((facts.phase == Phase::Transfer));
}

BOOST_AUTO_TEST_CASE(a_bomb_ends_at_the_limit) {
  RawServer server(serves(compressed(std::string(64 << 20, 'x'), Format::Gzip), "gzip"));
  model::Target bomb = target_of(server.url());
  bomb.http.max_body_bytes = 4 << 20;
  bomb.expect.body.contains = {"OK"};
  BOOST_TEST(to_text(bed.probe(bomb).reason) == "body_too_large");
}

BOOST_AUTO_TEST_CASE(slower_than_max_latency_is_latency_exceeded) {
  model::Target slow = target("/slow?ms=100");
  slow.expect.max_latency = milliseconds(50);
  const auto facts = bed.probe(slow);
  BOOST_TEST(to_text(facts.reason) == "latency_exceeded", facts.message);
  BOOST_TEST((facts.phase == Phase::Transfer));
  BOOST_TEST(facts.message.ends_with(", expected at most 50.000 ms"), facts.message);
  slow.expect.max_latency = milliseconds(5000);
  BOOST_TEST(to_text(bed.probe(slow).reason) == "ok");
}

BOOST_AUTO_TEST_CASE(status_is_judged_before_body_and_latency) {
  model::Target wrong = target("/status/500");
  wrong.expect.body.contains = {"nope"};
  wrong.expect.max_latency = Micros(1);
  BOOST_TEST(to_text(bed.probe(wrong).reason) == "status_mismatch");
  wrong.expect.status_codes = {{200, 299}, {500, 500}};
  BOOST_TEST(to_text(bed.probe(wrong).reason) == "body_mismatch");
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_connection_refused) {
  std::string url;
  {
    RawServer server([](RawConnection&) {});
    url = server.url();
  }
  const auto facts = bed.probe(url);
  BOOST_TEST(to_text(facts.reason) == "connection_refused", facts.message);
  BOOST_TEST((facts.phase == Phase::Connect));
}

BOOST_AUTO_TEST_CASE(a_slow_search_of_a_large_body_ends_at_the_deadline_and_delays_nobody) {
  std::string body(4 << 20, '\0');  // there soon, and 4 s of work
  std::uint32_t random = 1;         // Numerical Recipes' generator
  std::generate(body.begin(), body.end(), [&random] {
    random = random * 1664525U + 1013904223U;
    return static_cast<char>('a' + (random >> 24) % 26);
  });
  RawServer server(serves(body, "identity"));
  model::Target heavy = target_of(server.url());
  heavy.http.max_body_bytes = 32 << 20;
  // Automata with too many states to cache are the slowest that RE2 gets: each of these takes long.
  for (int length = 190; length < 220; ++length) {
    heavy.expect.body.not_matches.push_back("[a-q][^u-z]{" + std::to_string(length) + "}x");
  }
  RawServer later([](RawConnection& peer) {
    (void)peer.read_head();
    peer.pause(milliseconds(600));
    peer.send("HTTP/1.1 200 OK\r\n\r\n" + std::string(300 * 1024, 'x'));
  });
  model::Target waiting = target_of(later.url());
  waiting.expect.body.not_contains = {"ERROR"};
  const auto all = bed.probe_all({heavy, target("/slow?ms=300"), waiting}, Millis(1000));
  // Its search never began: that is not its site's fault.
  BOOST_TEST(to_text(all[2].reason) == "prober_resources", all[2].message);
  BOOST_TEST((all[2].outcome == model::Outcome::Unknown));
  BOOST_TEST(to_text(all[0].reason) == "timeout", all[0].message);
  BOOST_TEST((all[0].phase == Phase::Transfer));
  BOOST_TEST((all[0].durations.total < milliseconds(1500)));
  BOOST_TEST(to_text(all[1].reason) == "ok", all[1].message);
  BOOST_TEST((all[1].durations.total < milliseconds(800)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
