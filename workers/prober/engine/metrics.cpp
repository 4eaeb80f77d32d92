#include "prober/engine/metrics.hpp"

#include <map>
#include <string>

#include "model/names.hpp"

namespace vedette::prober {

std::vector<prometheus::MetricFamily> VerdictMetrics::Collect() const {
  prometheus::MetricFamily family;
  family.name = "vedette_prober_target_verdicts";
  family.help = "Targets by the verdict of their last result.";
  family.type = prometheus::MetricType::Gauge;
  std::map<model::Verdict, std::size_t> counts = results_.verdicts();
  for (const auto verdict : {model::Verdict::Up, model::Verdict::Down, model::Verdict::Unknown}) {
    prometheus::ClientMetric metric;
    metric.label = {{"verdict", std::string(to_text(verdict))}};
    metric.gauge.value = static_cast<double>(counts[verdict]);
    family.metric.push_back(std::move(metric));
  }
  return {family};
}

}  // namespace vedette::prober
