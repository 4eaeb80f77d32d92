#pragma once

#include <vector>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include "prober/engine/last_results.hpp"

namespace vedette::prober {

/// `vedette_prober_target_verdicts{verdict}`, counted at each scrape. Thread-safe.
class VerdictMetrics final : public prometheus::Collectable {
 public:
  /// `results` must outlive it.
  explicit VerdictMetrics(const LastResults& results) : results_(results) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const LastResults& results_;
};

}  // namespace vedette::prober
