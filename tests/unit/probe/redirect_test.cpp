#include "prober/probe/redirect.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/fault.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Method;
using prober::Hop;
using prober::next_hop;

Hop first_hop(const model::Target& target) {
  return prober::first_hop(target, model::parse_url(target.url).value());
}

/// The hop that a redirect of the target's first answer leads to.
Hop follow(const model::Target& target, int status, const std::string& location) {
  auto next = next_hop(target, first_hop(target), status, location, 0);
  BOOST_REQUIRE_MESSAGE(next, fault_of(next));
  BOOST_REQUIRE(*next);
  return **next;
}

model::Target posting_target() {
  model::Target target = target_of("http://shop.test/a/b?c");
  target.http.method = Method::Post;
  target.http.body = model::Text{{}, "x=1"};
  return target;
}

struct MethodRow {
  int status;
  Method before;
  Method after;
  bool with_body;
  friend std::ostream& operator<<(std::ostream& out, const MethodRow& row) {
    return out << row.status << " after " << to_text(row.before);
  }
};

const std::vector<MethodRow> kMethodRows = {
    {301, Method::Post, Method::Get, false}, {302, Method::Post, Method::Get, false},
    {303, Method::Post, Method::Get, false}, {307, Method::Post, Method::Post, true},
    {308, Method::Post, Method::Post, true}, {303, Method::Put, Method::Get, false},
};

BOOST_AUTO_TEST_SUITE(redirect_test)

BOOST_DATA_TEST_CASE(methods_change_as_browsers_change_them,
                     boost::unit_test::data::make(kMethodRows), row) {
  model::Target target = posting_target();
  target.http.method = row.before;
  const Hop next = follow(target, row.status, "/next");
  BOOST_TEST((next.method == row.after));
  BOOST_TEST(next.with_body == row.with_body);
}

BOOST_AUTO_TEST_CASE(locations_are_resolved_against_the_url) {
  const model::Target target = target_of("http://shop.test/a/b?c");
  BOOST_TEST(follow(target, 302, "d").url.target == "/a/d");
  BOOST_TEST(follow(target, 302, "?d").url.target == "/a/b?d");
  BOOST_TEST(follow(target, 302, "//other.test/x").url.host == "other.test");
}

BOOST_AUTO_TEST_CASE(https_may_lead_to_http) {
  BOOST_TEST(!follow(target_of("https://shop.test/"), 302, "http://shop.test/").url.tls);
}

BOOST_AUTO_TEST_CASE(another_scheme_host_or_port_is_another_origin) {
  const model::Target target = target_of("http://shop.test/");
  BOOST_TEST(follow(target, 302, "/here").trusted);
  BOOST_TEST(follow(target, 302, "http://shop.test:80/").trusted);
  BOOST_TEST(!follow(target, 302, "http://shop.test:81/").trusted);
  BOOST_TEST(!follow(target, 302, "https://shop.test/").trusted);
  BOOST_TEST(!follow(target, 302, "http://evil.test/").trusted);
}

BOOST_AUTO_TEST_CASE(trust_does_not_come_back_with_the_origin) {
  const model::Target target = target_of("http://shop.test/");
  const Hop away = follow(target, 302, "http://evil.test/");
  const auto back = next_hop(target, away, 302, "http://shop.test/", 1);
  BOOST_TEST(!back.value().value().trusted);
}

BOOST_AUTO_TEST_CASE(more_redirects_than_allowed_are_redirect_limit) {
  model::Target target = target_of("http://shop.test/");
  target.http.max_redirects = 2;
  BOOST_TEST(next_hop(target, first_hop(target), 302, "/x", 1).has_value());
  const auto failure = next_hop(target, first_hop(target), 302, "/x", 2).error();
  BOOST_TEST(to_text(failure.reason) == "redirect_limit");
  BOOST_TEST((failure.phase == model::Phase::Processing));
}

BOOST_AUTO_TEST_CASE(another_scheme_or_no_url_is_redirect_invalid) {
  const model::Target target = target_of("http://shop.test/");
  for (const char* location : {"ftp://shop.test/", "http://", "http://a:b:c/", "javascript:0"}) {
    const auto next = next_hop(target, first_hop(target), 302, location, 0);
    BOOST_REQUIRE_MESSAGE(!next, location);
    BOOST_TEST(to_text(next.error().reason) == "redirect_invalid");
  }
}

BOOST_AUTO_TEST_CASE(without_a_location_or_the_will_to_follow_an_answer_is_final) {
  model::Target target = target_of("http://shop.test/");
  BOOST_TEST(!next_hop(target, first_hop(target), 302, std::nullopt, 0).value());
  BOOST_TEST(!next_hop(target, first_hop(target), 304, "/x", 0).value());
  target.http.follow_redirects = false;
  BOOST_TEST(!next_hop(target, first_hop(target), 302, "/x", 0).value());
}

BOOST_AUTO_TEST_CASE(a_body_from_a_secret_goes_to_no_other_origin) {
  model::Target target = posting_target();
  target.http.body->from = model::Reference{};
  BOOST_TEST(follow(target, 307, "/here").with_body);
  const auto next = next_hop(target, first_hop(target), 307, "http://evil.test/", 0);
  BOOST_TEST(to_text(next.error().reason) == "redirect_invalid");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
