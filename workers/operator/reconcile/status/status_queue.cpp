#include "operator/reconcile/status/status_queue.hpp"

namespace vedette::op {

void StatusQueue::put(const ObjectKey& target, StatusWish wish) {
  {
    const std::lock_guard lock(mutex_);
    if (wishes_.insert_or_assign(target, std::move(wish)).second) order_.push_back(target);
  }
  filled_.notify_all();
}

void StatusQueue::put_back(Entry entry) {
  const std::lock_guard lock(mutex_);
  auto& [target, wish] = entry;
  if (wishes_.emplace(target, std::move(wish)).second) order_.push_front(std::move(target));
}

std::optional<StatusQueue::Entry> StatusQueue::take(const std::stop_token& stop, SteadyTime until) {
  std::unique_lock lock(mutex_);
  if (!filled_.wait_until(lock, stop, until, [&] { return !order_.empty(); })) return std::nullopt;
  if (stop.stop_requested()) return std::nullopt;
  auto oldest = wishes_.extract(order_.front());
  order_.pop_front();
  return Entry(std::move(oldest.key()), std::move(oldest.mapped()));
}

std::size_t StatusQueue::size() const {
  const std::lock_guard lock(mutex_);
  return wishes_.size();
}

}  // namespace vedette::op
