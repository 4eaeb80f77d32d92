#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "operator/reconcile/output_view.hpp"
#include "operator/reconcile/write_result.hpp"
#include "operator/render/target_file.hpp"

namespace vedette::op {

/// Every metric of vedette-operator, all present at zero from the start (docs/metrics.md lists
/// them). Thread-safe.
struct Metrics {
  /// `files` is how many target files there are.
  Metrics(prometheus::Registry& registry, int files);

  // reconcile
  prometheus::Gauge& leader;
  prometheus::Gauge& accepted;
  prometheus::Gauge& invalid;
  prometheus::Gauge& unresolved;
  prometheus::Histogram& reconcile_seconds;
  prometheus::Histogram& config_lag_seconds;
  prometheus::Gauge& oldest_change;
  prometheus::Counter& skipped_writes;
  prometheus::Counter& repairs;
  prometheus::Counter& resyncs;

  // status
  prometheus::Gauge& status_waiting;

  // poke
  prometheus::Counter& pokes;
  prometheus::Counter& gone_pokes;
  prometheus::Counter& failed_pokes;

  [[nodiscard]] prometheus::Counter& writes(OutputKind kind, WriteResult result);
  [[nodiscard]] prometheus::Counter& status_writes(WriteResult result);
  /// What a file is now, and how many bytes of its ConfigMap it takes. REQUIRES: one of `files`.
  void show_file(const TargetFile& file, std::size_t bytes);

 private:
  struct FileGauges {
    prometheus::Gauge* epoch;
    prometheus::Gauge* targets;
    prometheus::Gauge* bytes;
  };

  std::map<std::pair<OutputKind, WriteResult>, prometheus::Counter*> writes_;
  std::map<WriteResult, prometheus::Counter*> status_writes_;
  std::vector<FileGauges> files_;
};

}  // namespace vedette::op
