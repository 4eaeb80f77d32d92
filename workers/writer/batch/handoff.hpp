#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <stop_token>

#include "base/clock.hpp"
#include "writer/batch/batch.hpp"

namespace vedette::writer {

/// Where the thread "consume" and those that store meet. Batches are stored beside each other, so
/// they may be done in another order than they came in: their offsets move in that order all the
/// same. Memory holds the batches in here and the one that is filled. Thread-safe.
class Handoff {
 public:
  /// As many batches may be in here as threads store: each has one, and none waits for long.
  static constexpr std::size_t kStores = 2;

  // For the thread "consume".

  /// Whether submit() would be taken.
  [[nodiscard]] bool has_room() const;
  /// Waits until there is room; false when `deadline` passed first.
  [[nodiscard]] bool wait_for_room(Millis deadline);
  /// Hands a batch over. REQUIRES: has_room().
  void submit(std::unique_ptr<Batch> batch);
  /// Offsets that may be committed since the last call: of batches that are stored, as are all that
  /// were handed over before them.
  [[nodiscard]] kafka::Offsets take_stored();
  /// Waits until every batch handed over is stored; false when `deadline` passed first.
  [[nodiscard]] bool wait_until_idle(Millis deadline);
  /// Cancels every batch whose offsets did not move and forgets those that may: the partitions are
  /// another's. Returns how many records were given up.
  std::size_t discard();

  /// Whether batches get stored: some thread can, and none has one that does not get through. False
  /// until one said so first, and for good once one failed.
  [[nodiscard]] bool store_ready() const { return !failed_ && ready_ > 0 && stuck_ == 0; }

  // For the threads that store.

  /// The next batch, or null once `stop` is requested.
  [[nodiscard]] std::unique_ptr<Batch> take(const std::stop_token& stop);
  /// One more can store, or one less.
  void add_ready() { ++ready_; }
  void remove_ready() { --ready_; }
  /// One more has a batch that does not get through, or one less.
  void add_stuck() { ++stuck_; }
  void remove_stuck() { --stuck_; }
  /// One has met what trying again does not cure: no batch is to be waited for.
  void fail() { failed_ = true; }
  /// A batch that was taken is stored and its dead letters are delivered.
  void stored(const Batch& batch);
  /// A batch that was taken is not stored: it was cancelled, or its thread failed.
  void abandoned(const Batch& batch);

 private:
  /// A batch that was handed over, until its offsets may move.
  struct Entry {
    std::unique_ptr<Batch> waiting;  ///< null once a thread has taken it
    std::stop_source cancel;         ///< the batch's; tells it from the others too
    std::size_t records = 0;
    bool stored = false;
    kafka::Offsets offsets;  ///< once it is stored
  };

  [[nodiscard]] std::deque<Entry>::iterator find(const Batch& batch);  // mutex_ is held

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Entry> entries_;  // guarded by mutex_; in the order they were handed over
  kafka::Offsets stored_;      // guarded by mutex_
  std::atomic<int> ready_{0};
  std::atomic<int> stuck_{0};
  std::atomic<bool> failed_{false};
};

}  // namespace vedette::writer
