#include "operator/kube/cutter.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace vedette::op {
namespace {

constexpr Millis kAgain{20};     // a socket may be made after the first try to shut it
constexpr Millis kIdle{60'000};  // nothing to wait for

}  // namespace

SocketTwin::~SocketTwin() {
  if (twin_ >= 0) ::close(twin_);
}

void SocketTwin::follow(int socket) {
  const std::lock_guard lock(mutex_);
  if (twin_ >= 0) ::close(twin_);
  twin_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void SocketTwin::shut() {
  const std::lock_guard lock(mutex_);
  if (twin_ >= 0) ::shutdown(twin_, SHUT_RDWR);
}

Cutter::Cutter() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "kube-cutter");
}

Cutter::Exchange::Exchange(Cutter& cutter, SocketTwin& socket, SteadyTime deadline,
                           std::stop_token stop_token, std::stop_token other_stop)
    : cutter_(cutter), socket_(socket), deadline_(deadline) {
  {
    const std::lock_guard lock(cutter_.mutex_);
    cutter_.exchanges_.insert(this);
    cutter_.look_ = true;
  }
  cutter_.changed_.notify_one();
  on_stop_.emplace(std::move(stop_token), [this] { stop(); });
  on_other_stop_.emplace(std::move(other_stop), [this] { stop(); });
}

Cutter::Exchange::~Exchange() {
  on_stop_.reset();  // waits for a callback in progress
  on_other_stop_.reset();
  const std::lock_guard lock(cutter_.mutex_);
  cutter_.exchanges_.erase(this);
}

void Cutter::Exchange::extend(SteadyTime deadline) {
  const std::lock_guard lock(cutter_.mutex_);
  deadline_ = std::max(deadline_, deadline);
}

std::optional<ErrorKind> Cutter::Exchange::cut() const {
  const std::lock_guard lock(cutter_.mutex_);
  return cut_;
}

void Cutter::Exchange::stop() {
  {
    const std::lock_guard lock(cutter_.mutex_);
    if (!cut_) cut_ = ErrorKind::Stopped;
    cutter_.look_ = true;
  }
  cutter_.changed_.notify_one();
}

SteadyTime Cutter::shut_due(SteadyTime now) {
  SteadyTime next = now + kIdle;
  for (Exchange* exchange : exchanges_) {
    if (!exchange->cut_ && exchange->deadline_ <= now) exchange->cut_ = ErrorKind::TimedOut;
    if (exchange->cut_) exchange->socket_.shut();
    next = std::min(next, exchange->cut_ ? now + kAgain : exchange->deadline_);
  }
  return next;
}

void Cutter::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const SteadyTime next = shut_due(std::chrono::steady_clock::now());
    changed_.wait_until(lock, stop, next, [this] { return std::exchange(look_, false); });
  }
}

}  // namespace vedette::op
