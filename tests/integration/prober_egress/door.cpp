#include "integration/prober_egress/door.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace vedette::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

std::string address_text(const tcp::socket& peer) {
  const auto address = peer.local_endpoint().address().to_v6();
  return address.is_v4_mapped()
             ? asio::ip::make_address_v4(asio::ip::v4_mapped, address).to_string()
             : address.to_string();
}

}  // namespace

Door::Door() {
  asio::co_spawn(io_, accept(), asio::detached);
  thread_ = std::jthread([this] { io_.run(); });
}

Door::~Door() { io_.stop(); }

void Door::expect(std::vector<std::string> locations) {
  const std::lock_guard lock(mutex_);
  locations_ = std::move(locations);
  came_.clear();
}

std::vector<std::string> Door::came() const {
  const std::lock_guard lock(mutex_);
  return came_;
}

asio::awaitable<void> Door::accept() {
  for (;;) {
    tcp::socket peer = co_await acceptor_.async_accept(asio::use_awaitable);
    {
      const std::lock_guard lock(mutex_);
      came_.push_back(address_text(peer));
    }
    asio::co_spawn(io_, serve(std::move(peer)), asio::detached);
  }
}

asio::awaitable<void> Door::serve(tcp::socket peer) {
  std::string request;
  const auto [error, size] =
      co_await asio::async_read_until(peer, asio::dynamic_buffer(request), "\r\n\r\n", kNoThrow);
  if (error) {
    co_return;
  }
  const std::string answer = next_answer();
  co_await asio::async_write(peer, asio::buffer(answer), kNoThrow);
}

std::string Door::next_answer() {
  const std::lock_guard lock(mutex_);
  if (locations_.empty()) {
    return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  }
  const std::string location = locations_.front();
  locations_.erase(locations_.begin());
  return "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n";
}

}  // namespace vedette::test
