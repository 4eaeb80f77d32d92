#include "unit/probe/http_proxy.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <utility>

namespace vedette::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

/// Carries bytes until one side ends, and then ends both.
asio::awaitable<void> relay(std::shared_ptr<tcp::socket> from, std::shared_ptr<tcp::socket> to) {
  std::array<char, 16 * 1024> buffer{};
  for (;;) {
    const auto [error, size] = co_await from->async_read_some(asio::buffer(buffer), kAsTuple);
    if (error) {
      break;
    }
    const auto [lost, written] =
        co_await asio::async_write(*to, asio::buffer(buffer, size), kAsTuple);
    if (lost) {
      break;
    }
  }
  boost::system::error_code gone;
  to->shutdown(tcp::socket::shutdown_send, gone);
}

/// "GET http://host/path HTTP/1.1…" as the site wants it: "GET /path HTTP/1.1…".
std::string for_the_site(std::string head) {
  const std::size_t url = head.find("http://");
  const std::size_t path = head.find('/', url + sizeof("http://") - 1);
  return head.erase(url, path - url);
}

}  // namespace

HttpProxy::HttpProxy(std::uint16_t site_port)
    : site_port_(site_port),
      acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      port_(acceptor_.local_endpoint().port()) {
  asio::co_spawn(io_, accept(), asio::detached);
  thread_ = std::jthread([this] { io_.run(); });
}

HttpProxy::~HttpProxy() { io_.stop(); }

std::vector<std::string> HttpProxy::heads() const {
  const std::lock_guard lock(mutex_);
  return heads_;
}

asio::awaitable<void> HttpProxy::accept() {
  for (;;) {
    asio::co_spawn(io_, serve(co_await acceptor_.async_accept(asio::use_awaitable)),
                   asio::detached);
  }
}

asio::awaitable<void> HttpProxy::serve(tcp::socket accepted) {
  auto client = std::make_shared<tcp::socket>(std::move(accepted));
  std::string head;
  const auto [error, size] =
      co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\r\n\r\n", kAsTuple);
  if (error) {
    co_return;
  }
  {
    const std::lock_guard lock(mutex_);
    heads_.push_back(head);
  }
  auto site = std::make_shared<tcp::socket>(io_);
  const auto [refused] =
      co_await site->async_connect({asio::ip::address_v4::loopback(), site_port_}, kAsTuple);
  const bool tunnel = head.starts_with("CONNECT ");
  std::string answer = "HTTP/1.1 200 Connection established\r\n\r\n";
  if (refused) {
    answer = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
  }
  if (tunnel || refused) {
    co_await asio::async_write(*client, asio::buffer(answer), kAsTuple);
  } else {
    head = for_the_site(std::move(head));
    co_await asio::async_write(*site, asio::buffer(head), kAsTuple);
  }
  if (!refused) {
    asio::co_spawn(io_, relay(client, site), asio::detached);
    co_await relay(site, client);
  }
}

}  // namespace vedette::test
