#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <prometheus/collectable.h>

#include "operator/kube/api_client.hpp"
#include "operator/kube/event_recorder.hpp"
#include "operator/kube/informer.hpp"
#include "operator/reconcile/change.hpp"

namespace vedette::op {

/// What the conversation with the API server has come to.
struct KubeStats {
  std::vector<std::pair<Watched, InformerStats>> informers;
  RequestCounts requests;
  EventRecorder::Stats events;
};

/// The metrics about it, counted elsewhere and read at each scrape (docs/metrics.md lists them).
/// Thread-safe as `read` is.
class KubeMetrics final : public prometheus::Collectable {
 public:
  explicit KubeMetrics(std::function<KubeStats()> read) : read_(std::move(read)) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  std::function<KubeStats()> read_;
};

}  // namespace vedette::op
