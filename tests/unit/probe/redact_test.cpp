#include "prober/probe/redact.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

model::Text from_secret(const std::string& value) {
  return {model::Reference{model::Reference::Kind::Secret, "login", "key"}, value};
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const std::string& line : lines) all += line + "\n";
  return all;
}

BOOST_AUTO_TEST_SUITE(redactor)

BOOST_AUTO_TEST_CASE(the_head_of_a_request_shows_everything_but_credentials) {
  model::Target target;
  target.http.headers = {{"X-Shop", from_secret("hunter2!")}, {"X-Plain", {{}, "shown"}}};
  target.http.basic_auth.emplace().username.value = "sentry";
  target.http.basic_auth->password.value = "outpost";
  const Redactor redactor(target, nullptr);
  const std::string head = joined(redactor.request_head(
      "POST /ok?user=sentry HTTP/1.1\r\nHost: shop.example\r\nX-Shop: hunter2!\r\n"
      "X-Plain: shown\r\nAuthorization: Basic c2VudHJ5Om91dHBvc3Q=\r\nX-Api-Key: k\r\n"
      "Cookie: session=1\r\nContent-Length: 7\r\n\r\noutpost"));
  BOOST_TEST(head ==
             "POST /ok?user=[redacted] HTTP/1.1\nHost: shop.example\nX-Shop: [redacted]\n"
             "X-Plain: shown\nAuthorization: [redacted]\nX-Api-Key: [redacted]\n"
             "Cookie: [redacted]\nContent-Length: 7\n");
}

BOOST_AUTO_TEST_CASE(what_a_site_repeats_of_our_secrets_is_left_out) {
  model::Target target;
  target.http.authorization.emplace().credentials = from_secret("outpost-4711");
  const Redactor redactor(target, nullptr);
  const std::string head = joined(redactor.answer_head(
      11, 302, {{"Location", "/login?token=outpost-4711&again=outpost-4711"}, {"Server", "x"}}));
  BOOST_TEST(head ==
             "HTTP/1.1 302\nLocation: /login?token=[redacted]&again=[redacted]\nServer: x\n");
}

BOOST_AUTO_TEST_CASE(a_secret_that_holds_another_is_left_out_whole) {
  model::Target target;
  target.http.headers = {{"A", from_secret("abcd")}, {"B", from_secret("abcdefgh")}};
  BOOST_TEST(Redactor(target, nullptr).text("x abcdefgh y abcd z") ==
             "x [redacted] y [redacted] z");
}

BOOST_AUTO_TEST_CASE(headers_that_carry_credentials_are_known_by_their_names) {
  for (const char* name : {"authorization", "Proxy-Authorization", "COOKIE", "Set-Cookie",
                           "X-Auth-Token", "X-API-Key", "Client-Secret", "X-Password"}) {
    BOOST_TEST(is_credential_header(name), name);
  }
  for (const char* name : {"Host", "WWW-Authenticate", "Location", "Content-Type", "ETag"}) {
    BOOST_TEST(!is_credential_header(name), name);
  }
}

BOOST_AUTO_TEST_CASE(credentials_of_a_proxy_are_left_out) {
  Proxy proxy;
  proxy.authorization = "Basic cHJveHk6cGFzcw==";
  const Redactor redactor({}, &proxy);
  BOOST_TEST(redactor.text("sent Basic cHJveHk6cGFzcw==") == "sent [redacted]");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_made_text) {
  const Redactor redactor({}, nullptr);
  BOOST_TEST(redactor.header_value("X",
                                   "a\xFF"
                                   "b") ==
             "a\xEF\xBF\xBD"
             "b");
  BOOST_TEST(redactor.header_value("X", std::string(5'000, 'a')).size() <= 1'024U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
