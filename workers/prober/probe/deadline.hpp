#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "base/clock.hpp"

namespace vedette::prober {

/// The end of a probe, whatever it waits for. One timer per probe: when it fires, the wait on the
/// probe's socket is cancelled. Only on the thread of its executor.
class Deadline {
 public:
  using Wait = boost::asio::ip::tcp::socket::wait_type;

  Deadline(const boost::asio::any_io_executor& executor, SteadyTime at);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline();

  /// When the probe ends, whatever limit() says.
  [[nodiscard]] SteadyTime at() const { return at_; }
  [[nodiscard]] bool passed() const { return std::chrono::steady_clock::now() >= at_; }
  /// What is left of it at `now`; never negative.
  [[nodiscard]] std::chrono::nanoseconds left(SteadyTime now) const;

  /// Cancels waits at `at` already, when that is earlier; until the next call.
  void limit(SteadyTime at);
  [[nodiscard]] bool limit_passed() const;

  /// Names the socket whose waits are cancelled, for as long as the guard lives.
  class Guard {
   public:
    Guard(Deadline& deadline, boost::asio::ip::tcp::socket& socket);
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard();

   private:
    Deadline& deadline_;
  };

  /// Waits until `socket` (the guarded one) is ready. False when the limit passed, or the kernel
  /// refused to wait.
  [[nodiscard]] boost::asio::awaitable<bool> ready(boost::asio::ip::tcp::socket& socket,
                                                   Wait what) const;

 private:
  struct Alarm;
  static void arm(const std::shared_ptr<Alarm>& alarm);

  SteadyTime at_;
  std::shared_ptr<Alarm> alarm_;
};

}  // namespace vedette::prober
