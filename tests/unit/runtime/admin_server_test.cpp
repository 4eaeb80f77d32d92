#include "runtime/admin_server.hpp"

#include <algorithm>
#include <chrono>
#include <list>
#include <semaphore>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "raw_http.hpp"
#include "support/fault.hpp"

namespace vedette::runtime {
namespace {

using test::body_of;
using test::converse;
using test::get;
using test::RawConnection;

bool starts_with(const std::string& text, const std::string& start) {
  return text.starts_with(start);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

struct Served {
  Served() {
    std::map<std::string, Route> pages;
    pages["/targets"] = [] { return Answer{200, "application/json", "[1,2]"}; };
    pages["/big"] = [] { return Answer{200, "text/plain", std::string(3'000'000, 'a')}; };
    pages["/long"] = [] {
      return Answer{
          .content_type = "text/plain", .body = "begin", .more = [left = 1'000]() mutable {
            return left-- > 0 ? std::string(1'000, 'a') : std::string();
          }};
    };
    pages["/cut"] = [] {
      return Answer{.content_type = "text/plain", .body = "begin", .more = []() -> std::string {
                      throw std::runtime_error("the secret of the page");
                    }};
    };
    pages["/broken"] = []() -> Answer { throw std::runtime_error("the secret of the page"); };
    pages["/held"] = [this] {
      held.release();
      static_cast<void>(release.try_acquire_for(std::chrono::seconds(20)));
      return Answer{};
    };
    auto started = AdminServer::start(
        "127.0.0.1:0", health, [] { return Answer{200, "text/plain; version=0.0.4", "up 1\n"}; },
        std::move(pages));
    BOOST_REQUIRE_MESSAGE(started, fault_of(started));
    server = std::move(*started);
    port = server->port();
  }

  std::counting_semaphore<> held{0};     ///< released by each request for /held
  std::counting_semaphore<> release{0};  ///< lets one of them go on
  RealClock clock;
  Health health{clock};
  std::unique_ptr<AdminServer> server;
  std::uint16_t port = 0;
};

BOOST_FIXTURE_TEST_SUITE(admin_server, Served)

BOOST_AUTO_TEST_CASE(metrics_and_pages_are_served_with_their_types) {
  const std::string metrics = get(port, "/metrics");
  BOOST_TEST(starts_with(metrics, "HTTP/1.1 200"));
  BOOST_TEST(contains(metrics, "Content-Type: text/plain; version=0.0.4"));
  BOOST_TEST(body_of(metrics) == "up 1\n");
  const std::string page = get(port, "/targets");
  BOOST_TEST(contains(page, "Content-Type: application/json"));
  BOOST_TEST(body_of(page) == "[1,2]");
}

BOOST_AUTO_TEST_CASE(readiness_is_503_with_the_reason_and_liveness_does_not_care) {
  BOOST_TEST(starts_with(get(port, "/readyz"), "HTTP/1.1 200"));
  health.set_not_ready("kafka", "cannot talk to Kafka");
  const std::string ready = get(port, "/readyz");
  BOOST_TEST(starts_with(ready, "HTTP/1.1 503"));
  BOOST_TEST(contains(body_of(ready), R"("reason":"cannot talk to Kafka")"));
  BOOST_TEST(starts_with(get(port, "/livez"), "HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(paths_are_literal_and_others_are_404) {
  for (const char* path : {"/", "/metrics/", "/metricsx", "/targets.*", "/../etc/passwd"}) {
    BOOST_TEST(starts_with(get(port, path), "HTTP/1.1 404"), path);
  }
  BOOST_TEST(starts_with(get(port, "/metrics?x=1"), "HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(only_get_and_head_are_served) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    const std::string answer = converse(
        port, std::string(method) + " /metrics HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n");
    BOOST_TEST(starts_with(answer, "HTTP/1.1 405"), method << ": " << answer);
  }
  const std::string head = converse(port, "HEAD /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
  BOOST_TEST(starts_with(head, "HTTP/1.1 200"));
  BOOST_TEST(body_of(head) == "");
}

BOOST_AUTO_TEST_CASE(range_is_refused_without_the_body) {
  std::string ranges = "Range: bytes=0-";
  for (int i = 0; i < 100; ++i) ranges += ",0-";
  const std::string answer = get(port, "/big", ranges + "\r\n");
  BOOST_TEST(starts_with(answer, "HTTP/1.1 4"), answer.substr(0, 40));
  BOOST_TEST(answer.size() < 1'000U);
}

BOOST_AUTO_TEST_CASE(nothing_is_compressed_whatever_the_client_accepts) {
  for (const char* coding : {"br", "gzip", "gzip, br, deflate"}) {
    const std::string answer =
        get(port, "/big", std::string("Accept-Encoding: ") + coding + "\r\n");
    BOOST_TEST(!contains(answer.substr(0, 400), "Content-Encoding"));
    BOOST_TEST(body_of(answer).size() == 3'000'000U);
  }
}

BOOST_AUTO_TEST_CASE(a_page_in_pieces_arrives_whole) {
  const std::string chunked = get(port, "/long");
  BOOST_TEST(contains(chunked, "Transfer-Encoding: chunked"));
  BOOST_TEST(contains(chunked, "\r\n3E8\r\n") != contains(chunked, "\r\n3e8\r\n"));
  BOOST_TEST(chunked.ends_with("\r\n0\r\n\r\n"));
  BOOST_TEST(std::ranges::count(body_of(chunked), 'a') >= 1'000'000);
  const std::string plain = converse(port, "GET /long HTTP/1.0\r\nHost: t\r\n\r\n");
  BOOST_TEST(body_of(plain) == "begin" + std::string(1'000'000, 'a'));
  const std::string head = converse(port, "HEAD /long HTTP/1.1\r\nHost: t\r\n\r\n");
  BOOST_TEST(starts_with(head, "HTTP/1.1 200"));
  BOOST_TEST(body_of(head) == "");
}

BOOST_AUTO_TEST_CASE(a_page_that_throws_half_way_is_cut_off_and_the_next_is_served) {
  const std::string answer = get(port, "/cut");
  BOOST_TEST(contains(answer, "begin"));
  BOOST_TEST(!answer.ends_with("0\r\n\r\n"));
  BOOST_TEST(!contains(answer, "secret"));
  BOOST_TEST(starts_with(get(port, "/livez"), "HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(page_that_throws_is_a_500_that_keeps_its_secret) {
  const std::string answer = get(port, "/broken");
  BOOST_TEST(starts_with(answer, "HTTP/1.1 500"));
  BOOST_TEST(!contains(answer, "secret"));
}

BOOST_AUTO_TEST_CASE(connection_serves_one_request) {
  const std::string one = "GET /livez HTTP/1.1\r\nHost: t\r\n\r\n";
  const std::string answer = converse(port, one + one);
  BOOST_TEST(answer.find("HTTP/1.1 200") == answer.rfind("HTTP/1.1 200"));
  BOOST_TEST(contains(answer, "Connection: close"));
}

BOOST_AUTO_TEST_CASE(twenty_requests_in_progress_do_not_keep_livez_waiting) {
  std::list<RawConnection> busy;
  for (int i = 0; i < 20; ++i) {
    busy.emplace_back(port);
    busy.back().send("GET /held HTTP/1.1\r\nHost: t\r\n\r\n");
  }
  for (int i = 0; i < 20; ++i) BOOST_REQUIRE(held.try_acquire_for(std::chrono::seconds(20)));
  BOOST_TEST(starts_with(get(port, "/livez"), "HTTP/1.1 200"));
  BOOST_TEST(std::ranges::all_of(busy, &RawConnection::is_waiting));
  release.release(20);
  for (const RawConnection& each : busy) BOOST_TEST(starts_with(each.read_all(), "HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(body_that_nobody_asked_for_is_not_read_to_its_end) {
  const std::string answer =
      converse(port, "POST /metrics HTTP/1.1\r\nHost: t\r\nContent-Length: 100000000\r\n\r\nabc");
  BOOST_TEST(starts_with(answer, "HTTP/1.1 4"), answer);
}

BOOST_AUTO_TEST_CASE(port_that_is_taken_is_unavailable_with_a_sentence) {
  const std::string taken = "127.0.0.1:" + std::to_string(port);
  const auto second = AdminServer::start(taken, health, [] { return Answer{}; });
  BOOST_REQUIRE(!second);
  BOOST_TEST((second.error().kind == ErrorKind::Unavailable));
  BOOST_TEST(contains(second.error().message, taken), second.error().message);
  BOOST_TEST(contains(second.error().message, "Address already in use"), second.error().message);
}

BOOST_AUTO_TEST_CASE(address_that_cannot_be_read_is_invalid) {
  const auto started = AdminServer::start("nonsense", health, [] { return Answer{}; });
  BOOST_REQUIRE(!started);
  BOOST_TEST((started.error().kind == ErrorKind::Invalid));
}

BOOST_AUTO_TEST_CASE(server_that_is_gone_frees_its_port) {
  server.reset();
  BOOST_CHECK_THROW(RawConnection{port}, std::system_error);
  const auto again =
      AdminServer::start("127.0.0.1:" + std::to_string(port), health, [] { return Answer{}; });
  BOOST_TEST(again.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
