#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vedette::test {

/// An HTTP proxy on a free port of 127.0.0.1: CONNECT, and http URLs whole in the request line. It
/// leads every connection to one port of 127.0.0.1, whatever it is asked for: it alone knows names.
class HttpProxy {
 public:
  /// Throws boost::system::system_error.
  explicit HttpProxy(std::uint16_t site_port);
  HttpProxy(const HttpProxy&) = delete;
  HttpProxy& operator=(const HttpProxy&) = delete;
  ~HttpProxy();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The heads of the requests that came, in order.
  [[nodiscard]] std::vector<std::string> heads() const;

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket accepted);

  std::uint16_t site_port_;
  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  mutable std::mutex mutex_;
  std::vector<std::string> heads_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::test
