#include "prober/probe/deadline.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vedette::prober {

namespace asio = boost::asio;
using asio::ip::tcp;

/// Shared with the timer's handler, which may be queued already when the probe ends.
struct Deadline::Alarm {
  Alarm(const asio::any_io_executor& executor, SteadyTime at) : timer(executor, at) {}
  asio::steady_timer timer;
  tcp::socket* socket = nullptr;
};

Deadline::Deadline(const asio::any_io_executor& executor, SteadyTime at)
    : at_(at), alarm_(std::make_shared<Alarm>(executor, at)) {
  arm(alarm_);
}

Deadline::~Deadline() {
  alarm_->socket = nullptr;
  alarm_->timer.cancel();
}

void Deadline::arm(const std::shared_ptr<Alarm>& alarm) {
  alarm->timer.async_wait([alarm](const boost::system::error_code& error) {
    // A wait that had completed when the timer was set anew is not the alarm.
    const bool early = alarm->timer.expiry() > std::chrono::steady_clock::now();
    if (error || early || alarm->socket == nullptr) {
      return;
    }
    boost::system::error_code ignored;
    alarm->socket->cancel(ignored);
  });
}

std::chrono::nanoseconds Deadline::left(SteadyTime now) const {
  return std::max(at_ - now, std::chrono::nanoseconds(0));
}

void Deadline::limit(SteadyTime at) {
  const SteadyTime wanted = std::min(at, at_);
  if (alarm_->timer.expiry() == wanted) {
    return;
  }
  alarm_->timer.expires_at(wanted);
  arm(alarm_);
}

bool Deadline::limit_passed() const {
  return std::chrono::steady_clock::now() >= alarm_->timer.expiry();
}

Deadline::Guard::Guard(Deadline& deadline, tcp::socket& socket) : deadline_(deadline) {
  deadline_.alarm_->socket = &socket;
}

Deadline::Guard::~Guard() { deadline_.alarm_->socket = nullptr; }

asio::awaitable<bool> Deadline::ready(tcp::socket& socket, Wait what) const {
  // The alarm may have rung while the probe was not waiting; it does not ring twice.
  if (limit_passed()) {
    co_return false;
  }
  const auto [error] = co_await socket.async_wait(what, asio::as_tuple(asio::use_awaitable));
  co_return !error;
}

}  // namespace vedette::prober
