#include "bench/probe/slow_server.hpp"

#include <chrono>
#include <csignal>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
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
  asio::ssl::context* tls;  // null: plain HTTP
  std::size_t waiting = 0;
};

template <typename Stream>
asio::awaitable<void> answer(Stream& stream, std::int64_t accepted, SlowServer& server) {
  std::string head;
  co_await asio::async_read_until(stream, asio::dynamic_buffer(head, kMostHeadBytes), "\r\n\r\n",
                                  asio::use_awaitable);
  ++server.waiting;
  asio::steady_timer timer(stream.get_executor(), server.delay);
  co_await timer.async_wait(asio::use_awaitable);
  const std::int64_t sent = unix_us();
  server.log << number_of(head) << ' ' << accepted << ' ' << sent << ' ' << server.waiting << '\n';
  --server.waiting;
  co_await asio::async_write(stream, asio::buffer(kAnswer), asio::use_awaitable);
}

asio::awaitable<void> serve(tcp::socket socket, std::int64_t accepted, SlowServer& server) {
  if (server.tls == nullptr) {
    co_await answer(socket, accepted, server);
    co_return;
  }
  asio::ssl::stream<tcp::socket> stream(std::move(socket), *server.tls);
  co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
  co_await answer(stream, accepted, server);
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, asio::io_context& answering,
                                 SlowServer& server) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(answering, asio::use_awaitable);
    const std::int64_t accepted = unix_us();
    // A client that goes away ends its own connection only.
    asio::co_spawn(answering, serve(std::move(socket), accepted, server), asio::detached);
  }
}

}  // namespace

void run_slow_server(const SlowServerOptions& options, std::ostream& log) {
  asio::ssl::context tls(asio::ssl::context::tlsv13_server);
  const bool secure = !options.certificate_file.empty();
  if (secure) {
    tls.use_certificate_chain_file(options.certificate_file);
    tls.use_private_key_file(options.key_file, asio::ssl::context::pem);
  }
  SlowServer server{.delay = options.delay, .log = log, .tls = secure ? &tls : nullptr};
  asio::io_context answering;
  const auto work = asio::make_work_guard(answering);
  // On a thread of its own: a handshake under way must not make the stamps of others late.
  asio::io_context accepting{1};
  tcp::acceptor acceptor(accepting, tcp::v4());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind({asio::ip::address_v4::loopback(), options.port});
  acceptor.listen(kBacklog);
  asio::signal_set signals(accepting, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code&, int) { accepting.stop(); });
  asio::co_spawn(accepting, accept_all(acceptor, answering, server), asio::detached);
  std::jthread answers([&] { answering.run(); });
  accepting.run();
  answering.stop();
  answers.join();
  log.flush();
}

}  // namespace vedette::bench
