#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>

namespace vedette::test {

/// An address that says nothing to who connects: its queue of connections is full, so that Linux
/// drops every further SYN, as a firewall would.
class BlackHole {
 public:
  /// Port 0 = any free one. Throws boost::system::system_error.
  explicit BlackHole(const std::string& address, std::uint16_t port = 0) : acceptor_(io_) {
    const boost::asio::ip::tcp::endpoint wanted(boost::asio::ip::make_address(address), port);
    acceptor_.open(wanted.protocol());
    acceptor_.bind(wanted);
    acceptor_.listen(0);  // room for one
    waiting_.connect(acceptor_.local_endpoint());
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::ip::tcp::socket waiting_{io_};
};

}  // namespace vedette::test
