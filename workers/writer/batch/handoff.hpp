#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/clock.hpp"
#include "writer/batch/batch.hpp"

namespace vedette::writer {

/// Where the threads "consume" and "store" meet: one batch waits while another is stored, so that
/// decoding goes on during a COPY and memory holds three batches at most. Thread-safe.
class Handoff {
 public:
  // For the thread "consume".

  /// Whether submit() would be taken.
  [[nodiscard]] bool has_room() const;
  /// Waits until there is room; false when `deadline` passed first.
  [[nodiscard]] bool wait_for_room(Millis deadline);
  /// Hands a batch over. REQUIRES: has_room().
  void submit(std::unique_ptr<Batch> batch);
  /// Offsets of the batches stored since the last call; they may be committed.
  [[nodiscard]] kafka::Offsets take_stored();
  /// Waits until every batch handed over is stored; false when `deadline` passed first.
  [[nodiscard]] bool wait_until_idle(Millis deadline);
  /// Cancels every batch that is not stored and forgets stored offsets: the partitions are
  /// another's. Returns how many records were given up.
  std::size_t discard();

  /// Whether the store takes batches at all; false until it said so first.
  [[nodiscard]] bool store_ready() const { return store_ready_.load(std::memory_order_relaxed); }

  // For the thread "store".

  /// The next batch, or null once `stop` is requested.
  [[nodiscard]] std::unique_ptr<Batch> take(const std::stop_token& stop);
  void set_store_ready(bool ready) { store_ready_.store(ready, std::memory_order_relaxed); }
  /// The batch taken last is stored and its dead letters are delivered.
  void stored(const Batch& batch);
  /// The batch taken last was cancelled, or the thread stops.
  void abandoned();

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::unique_ptr<Batch> waiting_;        // guarded by mutex_
  std::optional<std::stop_source> busy_;  // guarded by mutex_; of the batch being stored
  std::size_t busy_records_ = 0;          // guarded by mutex_
  kafka::Offsets stored_;                 // guarded by mutex_
  std::atomic<bool> store_ready_{false};
};

}  // namespace vedette::writer
