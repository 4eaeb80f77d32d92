#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace vedette::test {

/// A website on port 80 of every address that reaches this machine. Remembers through which address
/// each connection came, whether or not a byte follows.
class Door {
 public:
  /// Throws boost::system::system_error when the port is taken.
  Door();
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  ~Door();

  /// Forgets who came. The next answers redirect to `locations`, one after the other; all later
  /// ones are 200.
  void expect(std::vector<std::string> locations);

  /// The addresses through which connections came since, in order.
  [[nodiscard]] std::vector<std::string> came() const;

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket peer);
  [[nodiscard]] std::string next_answer();

  boost::asio::io_context io_{1};
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::tcp::v6(), 80}};
  mutable std::mutex mutex_;
  std::vector<std::string> locations_;  // guarded by mutex_
  std::vector<std::string> came_;       // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::test
