#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "kafka/producer.hpp"

namespace vedette::kafka {

/// Counts what a producer holds and what became of it, and keeps its bounds. Thread-safe.
class ProduceQueue {
 public:
  ProduceQueue(std::size_t max_messages, std::size_t max_bytes)
      : max_messages_(max_messages), max_bytes_(max_bytes) {}

  /// Takes room for a message; false, and counted, when there is none.
  [[nodiscard]] bool enter(std::size_t bytes);
  /// A message never entered; counted.
  void refuse(FailureCause cause);
  /// A message that entered was acknowledged, or failed for good.
  void leave_delivered(std::size_t bytes);
  void leave_failed(std::size_t bytes, FailureCause cause);

  /// Waits until nothing is held; false when something still is after `deadline`.
  [[nodiscard]] bool wait_empty(Millis deadline) const;
  [[nodiscard]] std::size_t messages() const;
  /// Fills in what is counted here.
  void fill(ProducerStats& stats) const;

 private:
  void leave(std::size_t bytes);

  const std::size_t max_messages_;
  const std::size_t max_bytes_;
  mutable std::mutex mutex_;
  mutable std::condition_variable emptied_;
  std::size_t messages_ = 0;                                   // guarded by mutex_
  std::size_t bytes_ = 0;                                      // guarded by mutex_
  std::uint64_t delivered_ = 0;                                // guarded by mutex_
  std::array<std::uint64_t, kFailureCauses.size()> failed_{};  // guarded by mutex_
};

}  // namespace vedette::kafka
