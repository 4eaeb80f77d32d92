#include "runtime/post_server.hpp"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "raw_http.hpp"
#include "support/fault.hpp"

namespace vedette::runtime {
namespace {

using test::body_of;
using test::converse;

std::string post(std::uint16_t port, const std::string& path, const std::string& body,
                 const std::string& headers = {}) {
  return converse(port, "POST " + path + " HTTP/1.1\r\nHost: t\r\n" + headers +
                            "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

struct Posting {
  Posting() {
    auto started = PostServer::start(
        {.listen = "127.0.0.1:0",
         .flag = "--probe-listen",
         .path = "/probe",
         .most_body_bytes = 100},
        [](const Posted& posted) -> Answer {
          if (posted.body == "throw") {
            throw std::runtime_error("the secret of the page");
          }
          const auto target = posted.parameters.find("target");
          return {
              200, "application/json",
              posted.body + "|" + (target == posted.parameters.end() ? "none" : target->second)};
        });
    BOOST_REQUIRE_MESSAGE(started, fault_of(started));
    server = std::move(*started);
    port = server->port();
  }

  std::unique_ptr<PostServer> server;
  std::uint16_t port = 0;
};

BOOST_FIXTURE_TEST_SUITE(post_server, Posting)

BOOST_AUTO_TEST_CASE(a_post_is_answered_from_its_body_and_its_query) {
  const std::string answer = post(port, "/probe?target=shop%2Fcheckout", "{}");
  BOOST_TEST(answer.starts_with("HTTP/1.1 200"));
  BOOST_TEST(answer.find("Content-Type: application/json") != std::string::npos);
  BOOST_TEST(body_of(answer) == "{}|shop/checkout");
  BOOST_TEST(body_of(post(port, "/probe", "")) == "|none");
}

BOOST_AUTO_TEST_CASE(a_post_that_tells_of_no_body_is_answered_at_once) {
  const std::string answer = converse(port, "POST /probe?target=shop HTTP/1.1\r\nHost: t\r\n\r\n");
  BOOST_TEST(answer.starts_with("HTTP/1.1 200"), answer);
  BOOST_TEST(body_of(answer) == "|shop");
}

BOOST_AUTO_TEST_CASE(nothing_but_post_on_its_path_is_served) {
  BOOST_TEST(test::get(port, "/probe").starts_with("HTTP/1.1 405"));
  for (const char* path : {"/", "/probe/", "/probex", "/metrics", "/.robe"}) {
    BOOST_TEST(post(port, path, "").starts_with("HTTP/1.1 404"), path);
  }
}

BOOST_AUTO_TEST_CASE(a_body_beyond_its_bound_is_refused) {
  BOOST_TEST(post(port, "/probe", std::string(100, 'a')).starts_with("HTTP/1.1 200"));
  BOOST_TEST(post(port, "/probe", std::string(101, 'a')).starts_with("HTTP/1.1 413"));
  const std::string endless =
      converse(port, "POST /probe HTTP/1.1\r\nHost: t\r\nContent-Length: 100000000\r\n\r\nabc");
  BOOST_TEST(endless.starts_with("HTTP/1.1 413"), endless);
}

BOOST_AUTO_TEST_CASE(encoded_bodies_are_refused_unread) {
  BOOST_TEST(post(port, "/probe", "x", "Content-Encoding: gzip\r\n").starts_with("HTTP/1.1 415"));
}

BOOST_AUTO_TEST_CASE(a_body_is_taken_as_it_is_whatever_type_it_says_to_be) {
  const std::string form = "a=1&target=shop";
  for (const char* type : {"application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
                           "application/json", "x"}) {
    const std::string answer =
        post(port, "/probe", form, std::string("Content-Type: ") + type + "\r\n");
    BOOST_TEST(body_of(answer) == form + "|none", type << ": " << answer);
  }
}

BOOST_AUTO_TEST_CASE(a_handler_that_throws_is_a_500_that_keeps_its_secret) {
  const std::string answer = post(port, "/probe", "throw");
  BOOST_TEST(answer.starts_with("HTTP/1.1 500"));
  BOOST_TEST(answer.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_names_the_flag) {
  const auto second = PostServer::start({.listen = "127.0.0.1:" + std::to_string(port),
                                         .flag = "--probe-listen",
                                         .path = "/probe",
                                         .most_body_bytes = 100},
                                        [](const Posted&) { return Answer{}; });
  BOOST_REQUIRE(!second);
  BOOST_TEST(second.error().message.ends_with("choose another --probe-listen"),
             second.error().message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
