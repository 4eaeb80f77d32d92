#pragma once

#include <memory>
#include <string>
#include <vector>

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

#include "runtime/admin_server.hpp"

namespace vedette::runtime {

/// Prometheus' text format, for a route: the families of all `sources` in their order.
/// Thread-safe as far as the sources are (a prometheus::Registry is).
[[nodiscard]] Answer metrics_answer(
    const std::vector<std::shared_ptr<const prometheus::Collectable>>& sources);

/// Adds `vedette_<worker>_build_info{version="…"} 1`.
void add_build_info(prometheus::Registry& registry, const std::string& worker);

/// The process metrics that every exporter has, read from /proc at each scrape:
/// process_cpu_seconds_total, process_resident_memory_bytes, process_virtual_memory_bytes,
/// process_open_fds, process_max_fds, process_start_time_seconds. What cannot be read is left out.
class ProcessMetrics final : public prometheus::Collectable {
 public:
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace vedette::runtime
