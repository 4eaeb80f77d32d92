#include "kafka/produce_queue.hpp"

namespace vedette::kafka {
namespace {

/// kFailureCauses lists the enumerators in their order.
std::size_t index_of(FailureCause cause) { return static_cast<std::size_t>(cause); }

}  // namespace

bool ProduceQueue::enter(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  if (messages_ >= max_messages_ || bytes_ + bytes > max_bytes_) {
    ++failed_[index_of(FailureCause::QueueFull)];
    return false;
  }
  ++messages_;
  bytes_ += bytes;
  return true;
}

void ProduceQueue::refuse(FailureCause cause) {
  const std::lock_guard lock(mutex_);
  ++failed_[index_of(cause)];
}

void ProduceQueue::leave_delivered(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  ++delivered_;
  leave(bytes);
}

void ProduceQueue::leave_failed(std::size_t bytes, FailureCause cause) {
  const std::lock_guard lock(mutex_);
  ++failed_[index_of(cause)];
  leave(bytes);
}

void ProduceQueue::leave(std::size_t bytes) {
  --messages_;
  bytes_ -= bytes;
  if (messages_ == 0) emptied_.notify_all();
}

bool ProduceQueue::wait_empty(Millis deadline) const {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, deadline, [&] { return messages_ == 0; });
}

std::size_t ProduceQueue::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

void ProduceQueue::fill(ProducerStats& stats) const {
  const std::lock_guard lock(mutex_);
  stats.queued_messages = messages_;
  stats.queued_bytes = bytes_;
  stats.delivered = delivered_;
  stats.failed = failed_;
}

}  // namespace vedette::kafka
