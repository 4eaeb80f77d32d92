#pragma once

#include <map>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "model/names.hpp"

namespace vedette::prober {

/// Why a slot was not probed. Closed set: a label.
enum class MissedCause {
  InFlight,  ///< the probe of the slot before had not ended
  Overrun,   ///< the next slot was due, or too near, before this one could start
  Capacity,  ///< too many probes in flight
  Shutdown,  ///< the process ended before the probe did
  Handover,  ///< it would change things while its shard moves, or its shard moved on unrestored
  Restore,   ///< too many results waited for their shard's restore
};

/// All that a prober counts by itself (docs/metrics.md); every series exists at zero. What the
/// producer counts is in publish/metrics.hpp. Thread-safe; `registry` must outlive it.
class Metrics {
 public:
  explicit Metrics(prometheus::Registry& registry);

  [[nodiscard]] prometheus::Counter& results(model::Outcome outcome) const;
  /// REQUIRES: reason is not Ok.
  [[nodiscard]] prometheus::Counter& failures(model::Reason reason) const;
  [[nodiscard]] prometheus::Counter& missed(MissedCause cause) const;
  /// 1 while this process is sick for that reason. REQUIRES: one of those that mean Unknown, but
  /// not ConfigError.
  [[nodiscard]] prometheus::Gauge& unhealthy(model::Reason reason) const;

 private:
  std::map<model::Outcome, prometheus::Counter*> results_;
  std::map<model::Reason, prometheus::Counter*> failures_;
  std::map<MissedCause, prometheus::Counter*> missed_;
  std::map<model::Reason, prometheus::Gauge*> unhealthy_;

 public:
  prometheus::Counter& first_runs;
  prometheus::Counter& catch_ups;
  prometheus::Gauge& waiting_results;
  prometheus::Counter& restored_shards;
  prometheus::Counter& restored_verdicts;
  prometheus::Histogram& start_lateness;  ///< seconds; first runs left out
  prometheus::Histogram& probe_duration;  ///< seconds
  prometheus::Gauge& in_flight;
  prometheus::Histogram& loop_lag;  ///< seconds
  prometheus::Counter& stalls;
  prometheus::Counter& stalled_results;
  prometheus::Counter& connectivity_checks;
  prometheus::Counter& connectivity_failures;

  prometheus::Gauge& targets;
  prometheus::Gauge& suspended;
  prometheus::Gauge& unusable;
  prometheus::Gauge& quarantined;
  prometheus::Gauge& stale_files;
  prometheus::Counter& reloads;
};

}  // namespace vedette::prober
