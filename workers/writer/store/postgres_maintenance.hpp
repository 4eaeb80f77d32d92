#pragma once

#include <string>
#include <vector>

#include "writer/store/partition_plan.hpp"
#include "writer/store/postgres_session.hpp"
#include "writer/store/schedule.hpp"

namespace vedette::writer {

/// What the maintainer does in the database, over a direct session of its own: it holds an advisory
/// lock for as long as it lives, which a transaction pooler would lose. Not thread-safe.
class PostgresMaintenance {
 public:
  explicit PostgresMaintenance(const DatabaseSettings& settings);

  /// Whether this session is the maintainer: takes the lock when nobody holds it. A session that
  /// broke has lost it.
  [[nodiscard]] StoreResult<bool> try_hold();

  [[nodiscard]] StoreResult<std::vector<PartitionState>> partitions();
  /// Detaches without blocking readers or writers, and drops. Finishes what a crash has left.
  [[nodiscard]] StoreResult<void> drop_partition(const PartitionState& partition);
  /// The parent's statistics, which autovacuum never makes.
  [[nodiscard]] StoreResult<void> analyze();

  [[nodiscard]] StoreResult<StoredSchedule> read_schedule();
  [[nodiscard]] StoreResult<void> write_schedule(const SchedulePlan& plan);

 private:
  PostgresSession session_;
  bool holds_ = false;
};

}  // namespace vedette::writer
