#include "writer/batch/handoff.hpp"

#include <algorithm>
#include <utility>

#include "base/require.hpp"

namespace vedette::writer {

bool Handoff::has_room() const {
  const std::lock_guard lock(mutex_);
  return entries_.size() < kStores;
}

bool Handoff::wait_for_room(Millis deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return entries_.size() < kStores; });
}

void Handoff::submit(std::unique_ptr<Batch> batch) {
  {
    const std::lock_guard lock(mutex_);
    require(entries_.size() < kStores, "a batch is handed over only when there is room");
    Entry& entry = entries_.emplace_back();
    entry.cancel = batch->cancel;
    entry.records = batch->records.size();
    entry.waiting = std::move(batch);
  }
  changed_.notify_all();
}

kafka::Offsets Handoff::take_stored() {
  const std::lock_guard lock(mutex_);
  return std::exchange(stored_, {});
}

bool Handoff::wait_until_idle(Millis deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, deadline, [&] { return entries_.empty(); });
}

std::size_t Handoff::discard() {
  std::size_t records = 0;
  {
    const std::lock_guard lock(mutex_);
    stored_.clear();
    for (Entry& entry : entries_) {
      if (!entry.stored) records += entry.records;
      entry.cancel.request_stop();
    }
    // Those that are being stored stay until their threads are done with them.
    std::erase_if(entries_, [](const Entry& entry) { return entry.waiting || entry.stored; });
  }
  changed_.notify_all();
  return records;
}

std::unique_ptr<Batch> Handoff::take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto next = [&] {
    return std::ranges::find_if(entries_,
                                [](const Entry& entry) { return entry.waiting != nullptr; });
  };
  if (!changed_.wait(lock, stop, [&] { return next() != entries_.end(); })) return nullptr;
  return std::move(next()->waiting);
}

void Handoff::stored(const Batch& batch) {
  {
    const std::lock_guard lock(mutex_);
    const auto entry = find(batch);
    if (batch.cancel.stop_requested()) {
      // The offsets of a batch that was cancelled meanwhile are the new owner's to move.
      entries_.erase(entry);
    } else {
      entry->stored = true;
      entry->offsets = batch.next_offsets;
    }
    while (!entries_.empty() && entries_.front().stored) {
      for (const auto& [partition, offset] : entries_.front().offsets) stored_[partition] = offset;
      entries_.pop_front();
    }
  }
  changed_.notify_all();
}

void Handoff::abandoned(const Batch& batch) {
  {
    const std::lock_guard lock(mutex_);
    // One that was not cancelled stays, so that no later batch's offsets pass it.
    if (batch.cancel.stop_requested()) entries_.erase(find(batch));
  }
  changed_.notify_all();
}

std::deque<Handoff::Entry>::iterator Handoff::find(const Batch& batch) {
  const auto entry = std::ranges::find(entries_, batch.cancel, &Entry::cancel);
  require(entry != entries_.end(), "a batch that was taken is known");
  return entry;
}

}  // namespace vedette::writer
