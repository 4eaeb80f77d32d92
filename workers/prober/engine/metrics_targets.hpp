#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include "prober/engine/last_results.hpp"
#include "runtime/admin_server.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// The page /metrics/targets: what each target's last probe found, under blackbox_exporter's names,
/// and how many results of each outcome there were, so that an outage between two scrapes is seen
/// (docs/metrics.md). Made at each scrape, one family after the other. Thread-safe.
class TargetMetrics {
 public:
  /// Shows at most `most` of the targets that `results` has: the first by id, and of several
  /// sources that use one name the first. `results` must outlive it.
  TargetMetrics(const LastResults& results, std::string location, std::size_t most);

  [[nodiscard]] runtime::Answer page(const targets::TargetSet& set) const;

  /// How many targets the page leaves out.
  [[nodiscard]] std::size_t left_out() const;

 private:
  const LastResults& results_;
  std::string location_;
  std::size_t most_;
};

/// `vedette_prober_targets_without_metrics`. `metrics` must outlive it. Thread-safe.
class LeftOutMetrics final : public prometheus::Collectable {
 public:
  explicit LeftOutMetrics(const TargetMetrics& metrics) : metrics_(metrics) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const TargetMetrics& metrics_;
};

}  // namespace vedette::prober
