#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "writer/consume/clock_skew.hpp"
#include "writer/consume/refusal.hpp"
#include "writer/store/failure.hpp"

namespace vedette::writer {

/// Every metric of vedette-writer, all present at zero from the start (docs/metrics.md lists them).
/// Thread-safe.
struct Metrics {
  explicit Metrics(prometheus::Registry& registry);

  // consume
  prometheus::Counter& records;
  prometheus::Counter& mended;
  prometheus::Counter& expired;
  prometheus::Counter& discarded;
  prometheus::Gauge& paused;
  prometheus::Gauge& lag;
  prometheus::Counter& commits;
  prometheus::Counter& failed_commits;
  prometheus::Counter& assigned;
  prometheus::Counter& revoked;
  prometheus::Counter& lost;

  // store
  prometheus::Counter& stored;
  prometheus::Counter& duplicates;
  prometheus::Counter& fast_batches;
  prometheus::Counter& slow_batches;
  prometheus::Counter& bisected_batches;
  prometheus::Counter& lookup_rows;
  prometheus::Counter& cache_clears;
  prometheus::Histogram& batch_rows;
  prometheus::Histogram& store_seconds;
  prometheus::Gauge& store_up;
  prometheus::Counter& dead_letter_retries;

  // maintain
  prometheus::Gauge& maintainer;
  prometheus::Gauge& partitions_until;  ///< Unix time, seconds
  prometheus::Counter& partitions_created;
  prometheus::Counter& partitions_dropped;
  prometheus::Counter& schedule_changes;
  prometheus::Gauge& schedule_behind;
  prometheus::Counter& maintain_failures;

  [[nodiscard]] prometheus::Counter& dead_letters(RefusalReason reason);
  [[nodiscard]] prometheus::Counter& store_failures(FailureClass cls);
  /// Replaces the gauges of all probers.
  void set_clock_skews(const std::vector<ClockSkew::Skew>& skews);

 private:
  std::map<RefusalReason, prometheus::Counter*> dead_letters_;
  std::map<FailureClass, prometheus::Counter*> store_failures_;
  prometheus::Family<prometheus::Gauge>& skews_;
  std::map<std::string, prometheus::Gauge*> skew_gauges_;  // of the thread "consume"
};

}  // namespace vedette::writer
