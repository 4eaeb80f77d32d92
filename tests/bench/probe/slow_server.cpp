#include "bench/probe/slow_server.hpp"

#include <chrono>
#include <csignal>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace vedette::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Length: 24\r\nConnection: close\r\n\r\nService OK, build 4711\r\n";
constexpr std::size_t kMostHeadBytes = 8192;
constexpr int kBacklog = 4096;

std::int64_t unix_us() {
  return std::chrono::duration_cast<Micros>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// "17" of "GET /slow?n=17 HTTP/1.1"; empty without a number.
std::string_view number_of(std::string_view head) {
  const std::size_t at = head.find("?n=");
  if (at == std::string_view::npos) return {};
  return head.substr(at + 3, head.find(' ', at) - at - 3);
}

struct SlowServer {
  Millis delay;
  std::ostream& log;
  std::size_t waiting = 0;
};

asio::awaitable<void> answer(tcp::socket socket, SlowServer& server) {
  std::string head;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(head, kMostHeadBytes), "\r\n\r\n",
                                  asio::use_awaitable);
  const std::int64_t received = unix_us();
  ++server.waiting;
  asio::steady_timer timer(socket.get_executor(), server.delay);
  co_await timer.async_wait(asio::use_awaitable);
  const std::int64_t sent = unix_us();
  server.log << number_of(head) << ' ' << received << ' ' << sent << ' ' << server.waiting << '\n';
  --server.waiting;
  co_await asio::async_write(socket, asio::buffer(kAnswer), asio::use_awaitable);
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, SlowServer& server) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    // A client that goes away ends its own connection only.
    asio::co_spawn(acceptor.get_executor(), answer(std::move(socket), server), asio::detached);
  }
}

}  // namespace

void run_slow_server(std::uint16_t port, Millis delay, std::ostream& log) {
  asio::io_context io{1};
  SlowServer server{.delay = delay, .log = log};
  tcp::acceptor acceptor(io, tcp::v4());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind({asio::ip::address_v4::loopback(), port});
  acceptor.listen(kBacklog);
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
  asio::co_spawn(io, accept_all(acceptor, server), asio::detached);
  io.run();
  log.flush();
}

}  // namespace vedette::bench
