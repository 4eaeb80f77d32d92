#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "kafka/consumer.hpp"
#include "kafka/statistics_json.hpp"

namespace vedette::kafka {

/// How far a consumer is in each of its partitions. Thread-safe.
class ConsumerProgress {
 public:
  void on_assign();
  /// Forgets the positions: the next owner, be it this member, begins at what is committed.
  void on_revoke();
  void on_consumed(const std::vector<Record>& records);
  void on_committed(const Offsets& offsets);
  void on_commit_failed();

  /// Fills in everything but the connection. A partition that nothing was read from or committed to
  /// counts from where the library fetches next.
  void fill(ConsumerStats& stats, const Statistics& statistics) const;

 private:
  mutable std::mutex mutex_;
  Offsets begun_;                     // guarded by mutex_; first offset read
  Offsets committed_;                 // guarded by mutex_
  std::uint64_t consumed_ = 0;        // guarded by mutex_
  std::uint64_t commits_ = 0;         // guarded by mutex_
  std::uint64_t failed_commits_ = 0;  // guarded by mutex_
  std::uint64_t rebalances_ = 0;      // guarded by mutex_
};

}  // namespace vedette::kafka
