#include "runtime/metrics.hpp"

#include <prometheus/gauge.h>
#include <prometheus/text_serializer.h>

#include "runtime/version.hpp"

namespace vedette::runtime {

Answer metrics_answer(const std::vector<std::shared_ptr<const prometheus::Collectable>>& sources) {
  std::vector<prometheus::MetricFamily> families;
  for (const auto& source : sources) {
    for (prometheus::MetricFamily& family : source->Collect()) {
      families.push_back(std::move(family));
    }
  }
  return {200, "text/plain; version=0.0.4; charset=utf-8",
          prometheus::TextSerializer().Serialize(families)};
}

void add_build_info(prometheus::Registry& registry, const std::string& worker) {
  prometheus::BuildGauge()
      .Name("vedette_" + worker + "_build_info")
      .Help("Always 1; the label tells the version.")
      .Register(registry)
      .Add({{"version", std::string(version())}})
      .Set(1);
}

}  // namespace vedette::runtime
