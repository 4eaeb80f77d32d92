#pragma once

#include <vector>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include "kafka/producer.hpp"

namespace vedette::prober {

/// What the producer counts, as metrics, read at each scrape. Thread-safe; `producer` must outlive
/// it.
class PublishMetrics final : public prometheus::Collectable {
 public:
  explicit PublishMetrics(const kafka::Producer& producer) : producer_(producer) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const kafka::Producer& producer_;
};

}  // namespace vedette::prober
