#include "operator/reconcile/inbox.hpp"

#include <algorithm>
#include <utility>

namespace vedette::op {
namespace {

constexpr Millis kQuiet{50};
constexpr Millis kMostDelay{500};

}  // namespace

SteadyTime settles_at(SteadyTime first, SteadyTime last) {
  return std::min(first + kMostDelay, last + kQuiet);
}

void Inbox::add(const Change& change) {
  {
    const std::lock_guard lock(mutex_);
    last_ = clock_.steady_now();
    if (changes_.empty()) first_ = last_;
    changes_.emplace(change, last_);
  }
  changed_.notify_all();
}

void Inbox::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

Changes Inbox::wait(const std::stop_token& stop, SteadyTime until) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested() && !woken_) {
    const SteadyTime now = clock_.steady_now();
    if (now >= until) break;
    const SteadyTime settled = changes_.empty() ? until : settles_at(first_, last_);
    if (!changes_.empty() && now >= settled) return std::exchange(changes_, {});
    const std::size_t known = changes_.size();
    changed_.wait_until(lock, stop, std::min(settled, until),
                        [&] { return woken_ || changes_.size() != known; });
  }
  woken_ = false;
  return {};
}

}  // namespace vedette::op
