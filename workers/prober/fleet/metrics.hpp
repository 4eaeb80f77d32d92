#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace vedette::prober {

/// What the fleet counts (docs/metrics.md); every series exists at zero. Thread-safe; `registry`
/// must outlive it.
class FleetMetrics {
 public:
  explicit FleetMetrics(prometheus::Registry& registry);

  prometheus::Gauge& assigned_shards;
  prometheus::Gauge& probed_shards;
  prometheus::Gauge& restoring_shards;
  prometheus::Counter& assignments;
  prometheus::Counter& restores;
  prometheus::Counter& late_restores;
  prometheus::Counter& states_written;
  prometheus::Counter& states_failed;
  prometheus::Counter& state_purges;
  prometheus::Counter& state_repairs;
  prometheus::Counter& outranked;
  prometheus::Counter& unreadable;
  prometheus::Gauge& unwritten;
};

}  // namespace vedette::prober
