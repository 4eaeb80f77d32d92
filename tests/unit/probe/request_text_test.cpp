#include "prober/probe/request_text.hpp"

#include <boost/test/unit_test.hpp>

#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Method;
using prober::Hop;
using prober::request_text;

Hop hop_to(const model::Target& target) {
  return prober::first_hop(target, model::parse_url(target.url).value());
}

std::string text_of(const model::Target& target) {
  return request_text(target, hop_to(target), nullptr);
}

std::string text_elsewhere(const model::Target& target) {
  Hop hop = hop_to(target);
  hop.url = model::parse_url("http://elsewhere.test/").value();
  hop.trusted = false;
  return request_text(target, hop, nullptr);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(request_text_test)

BOOST_AUTO_TEST_CASE(a_get_says_who_asks_and_closes) {
  const std::string text = text_of(target_of("http://shop.test:8080/a?b=c"));
  BOOST_TEST(text.starts_with("GET /a?b=c HTTP/1.1\r\nHost: shop.test:8080\r\n"), text);
  BOOST_TEST(holds(text, "\r\nUser-Agent: vedette/"), text);
  BOOST_TEST(holds(text, "\r\nAccept: */*\r\n"), text);
  BOOST_TEST(text.ends_with("\r\nConnection: close\r\n\r\n"), text);
  BOOST_TEST(!holds(text, "Accept-Encoding"), text);
  BOOST_TEST(!holds(text, "Content-Length"), text);
}

BOOST_AUTO_TEST_CASE(the_targets_own_headers_replace_ours) {
  model::Target target = target_of("http://shop.test/");
  target.http.compression = model::Compression::Gzip;
  target.http.headers = {
      {"host", {{}, "virtual.test"}}, {"USER-AGENT", {{}, "me"}}, {"Accept-Encoding", {{}, "br"}}};
  const std::string text = text_of(target);
  BOOST_TEST(holds(text, "host: virtual.test\r\n"), text);
  BOOST_TEST(!holds(text, "Host: shop.test"), text);
  BOOST_TEST(!holds(text, "vedette/"), text);
  BOOST_TEST(!holds(text, "gzip"), text);
}

BOOST_AUTO_TEST_CASE(compression_is_asked_for) {
  model::Target target = target_of("http://shop.test/");
  target.http.compression = model::Compression::Gzip;
  BOOST_TEST(holds(text_of(target), "\r\nAccept-Encoding: gzip\r\n"));
}

BOOST_AUTO_TEST_CASE(a_body_comes_with_its_length) {
  model::Target target = target_of("http://shop.test/");
  target.http.method = Method::Post;
  target.http.body = model::Text{{}, "x=1&y=2"};
  const std::string text = text_of(target);
  BOOST_TEST(text.starts_with("POST / "), text);
  BOOST_TEST(holds(text, "\r\nContent-Length: 7\r\n"), text);
  BOOST_TEST(text.ends_with("\r\n\r\nx=1&y=2"), text);
}

BOOST_AUTO_TEST_CASE(a_post_without_a_body_says_so) {
  model::Target target = target_of("http://shop.test/");
  target.http.method = Method::Post;
  BOOST_TEST(holds(text_of(target), "\r\nContent-Length: 0\r\n"));
}

BOOST_AUTO_TEST_CASE(basic_auth_is_base64) {
  model::Target target = target_of("http://shop.test/");
  target.http.basic_auth = model::BasicAuth{{{}, "Aladdin"}, {{}, "open sesame"}};
  // The example of RFC 7617 §2.
  BOOST_TEST(holds(text_of(target), "\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
}

BOOST_AUTO_TEST_CASE(authorization_has_its_type) {
  model::Target target = target_of("http://shop.test/");
  target.http.authorization = model::Authorization{"Token", {{}, "t0p"}};
  BOOST_TEST(holds(text_of(target), "\r\nAuthorization: Token t0p\r\n"));
}

BOOST_AUTO_TEST_CASE(nothing_that_proves_who_we_are_goes_to_another_origin) {
  model::Target target = target_of("http://shop.test/");
  target.http.basic_auth = model::BasicAuth{{{}, "user"}, {{}, "hidden"}};
  target.http.headers = {
      {"X-Api-Key", {model::Reference{}, "hidden-key"}},
      {"X-File-Key", {model::Reference{model::Reference::Kind::File, "", "k"}, "hidden-file"}},
      {"cookie", {{}, "hidden-cookie"}},
      {"authorization", {{}, "hidden-header"}},
      {"Host", {{}, "hidden-host"}},
      {"X-Plain", {{}, "shown"}}};
  BOOST_TEST(holds(text_of(target), "hidden-key"));
  const std::string text = text_elsewhere(target);
  BOOST_TEST(!holds(text, "hidden"), text);
  BOOST_TEST(!holds(text, "Authorization"), text);
  BOOST_TEST(holds(text, "X-Plain: shown\r\n"), text);
  BOOST_TEST(holds(text, "Host: elsewhere.test\r\n"), text);
}

BOOST_AUTO_TEST_CASE(without_its_body_a_request_does_not_describe_it) {
  model::Target target = target_of("http://shop.test/");
  target.http.method = Method::Post;
  target.http.body = model::Text{{}, "{}"};
  target.http.headers = {{"content-type", {{}, "application/json"}}};
  Hop hop = hop_to(target);
  BOOST_TEST(holds(request_text(target, hop, nullptr), "content-type"));
  hop.method = Method::Get;
  hop.with_body = false;
  BOOST_TEST(!holds(request_text(target, hop, nullptr), "content-type"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
