#include "support/site/raw_server.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <future>

#include "unit/site/client.hpp"

namespace vedette::test {
namespace {

/// Of this process, stacks included.
std::size_t mapped_bytes() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

BOOST_AUTO_TEST_SUITE(raw_server_test)

BOOST_AUTO_TEST_CASE(a_script_sees_the_head_and_its_bytes_arrive_as_sent) {
  std::promise<std::string> head;
  RawServer server([&](RawConnection& peer) {
    head.set_value(peer.read_head());
    peer.send("not even HTTP");
  });
  const Heard heard = exchange(server.port(), get_request("/x"));
  BOOST_TEST(heard.text == "not even HTTP");
  BOOST_TEST(head.get_future().get() == get_request("/x"));
  BOOST_TEST((heard.end == boost::asio::error::eof));
}

BOOST_AUTO_TEST_CASE(a_reset_is_seen_as_a_reset) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_head();
    peer.reset();
  });
  BOOST_TEST(
      (exchange(server.port(), get_request("/")).end == boost::asio::error::connection_reset));
}

BOOST_AUTO_TEST_CASE(a_body_is_read_after_its_head) {
  std::promise<std::string> body;
  RawServer server([&](RawConnection& peer) {
    (void)peer.read_head();
    body.set_value(peer.read_bytes(4));
  });
  (void)exchange(server.port(), "POST / HTTP/1.1\r\n\r\nbody");
  BOOST_TEST(body.get_future().get() == "body");
}

BOOST_AUTO_TEST_CASE(connections_are_numbered) {
  RawServer server([](RawConnection& peer) { peer.send(std::to_string(peer.number())); });
  BOOST_TEST(exchange(server.port(), "").text == "0");
  BOOST_TEST(exchange(server.port(), "").text == "1");
  BOOST_TEST(server.accepted() == 2U);
}

BOOST_AUTO_TEST_CASE(drip_spreads_bytes_over_time) {
  RawServer server([](RawConnection& peer) { peer.drip("slow", std::chrono::milliseconds(20)); });
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(exchange(server.port(), "").text == "slow");
  BOOST_TEST((std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(60)));
}

BOOST_AUTO_TEST_CASE(stop_interrupts_a_script_that_waits) {
  std::promise<void> waiting;
  RawServer server([&](RawConnection& peer) {
    peer.send("x");
    waiting.set_value();
    peer.pause(std::chrono::hours(1));
  });
  std::jthread client([&] { (void)exchange(server.port(), ""); });
  waiting.get_future().wait();
  server.stop();
}

BOOST_AUTO_TEST_CASE(connections_that_ended_leave_no_stacks_behind) {
  RawServer server([](RawConnection& peer) { peer.send("x"); });
  const std::size_t before = mapped_bytes();
  for (int i = 0; i < 200; ++i) {
    (void)exchange(server.port(), "");
  }
  constexpr std::size_t kEightMib = 8 << 20;  // a stack
  BOOST_TEST(mapped_bytes() < before + 50 * kEightMib);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
