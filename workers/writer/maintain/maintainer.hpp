#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "runtime/health.hpp"
#include "targets/target_set.hpp"
#include "writer/maintain/schedule_plan.hpp"
#include "writer/metrics.hpp"
#include "writer/store/postgres_maintenance.hpp"
#include "writer/store/postgres_partitions.hpp"

namespace vedette::writer {

struct MaintainerOptions {
  std::chrono::days retention{30};
  ScheduleScope scope;
  Millis tick{2'000};            ///< how often a lost lock or new target files are noticed
  Millis housekeeping{600'000};  ///< how often partitions are made and dropped
};

/// Keeps the database in shape: partitions for the week ahead, retention, target_schedule from the
/// target files. Of several writers the one that holds the advisory lock does it. Failures never
/// touch the rows: they are counted and tried again. Everything but set_declared() runs on the one
/// thread that calls run() ("maintain").
class Maintainer {
 public:
  /// What is passed by reference must outlive it.
  Maintainer(MaintainerOptions options, PostgresMaintenance& database,
             PostgresPartitions& partitions, const Clock& clock, runtime::Health& health,
             Metrics& metrics);

  /// The targets that files declare now. Thread-safe.
  void set_declared(std::shared_ptr<const targets::TargetSet> declared);

  /// Works until `stop`.
  void run(const std::stop_token& stop);

 private:
  [[nodiscard]] StoreResult<void> round();
  [[nodiscard]] StoreResult<void> apply_schedule();
  [[nodiscard]] StoreResult<void> keep_house();
  void wait(const std::stop_token& stop, Millis longest);

  MaintainerOptions options_;
  PostgresMaintenance& database_;
  PostgresPartitions& partitions_;
  const Clock& clock_;
  runtime::Health& health_;
  Metrics& metrics_;
  Backoff backoff_;
  bool holds_ = false;
  bool failing_ = false;
  std::shared_ptr<const targets::TargetSet> applied_;
  std::optional<SteadyTime> kept_house_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::shared_ptr<const targets::TargetSet> declared_;  // guarded by mutex_
};

}  // namespace vedette::writer
