#include "writer/batch/handoff.hpp"

#include <utility>

#include "base/require.hpp"

namespace vedette::writer {

bool Handoff::has_room() const {
  const std::lock_guard lock(mutex_);
  return waiting_ == nullptr;
}

bool Handoff::wait_for_room(Millis deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return waiting_ == nullptr; });
}

void Handoff::submit(std::unique_ptr<Batch> batch) {
  {
    const std::lock_guard lock(mutex_);
    require(waiting_ == nullptr, "a batch is handed over only when there is room");
    waiting_ = std::move(batch);
  }
  changed_.notify_all();
}

kafka::Offsets Handoff::take_stored() {
  const std::lock_guard lock(mutex_);
  return std::exchange(stored_, {});
}

bool Handoff::wait_until_idle(Millis deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return waiting_ == nullptr && !busy_; });
}

std::size_t Handoff::discard() {
  std::size_t records = 0;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_ != nullptr) records += waiting_->records.size();
    waiting_.reset();
    stored_.clear();
    if (busy_) {
      records += busy_records_;
      busy_->request_stop();
    }
  }
  changed_.notify_all();
  return records;
}

std::unique_ptr<Batch> Handoff::take(const std::stop_token& stop) {
  std::unique_ptr<Batch> batch;
  {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return waiting_ != nullptr; })) return nullptr;
    batch = std::move(waiting_);
    busy_ = batch->cancel;
    busy_records_ = batch->records.size();
  }
  changed_.notify_all();
  return batch;
}

void Handoff::stored(const Batch& batch) {
  {
    const std::lock_guard lock(mutex_);
    // Of a batch that was cancelled meanwhile the offsets are the new owner's to move.
    if (!batch.cancel.stop_requested()) {
      for (const auto& [partition, offset] : batch.next_offsets) stored_[partition] = offset;
    }
    busy_.reset();
  }
  changed_.notify_all();
}

void Handoff::abandoned() {
  {
    const std::lock_guard lock(mutex_);
    busy_.reset();
  }
  changed_.notify_all();
}

}  // namespace vedette::writer
