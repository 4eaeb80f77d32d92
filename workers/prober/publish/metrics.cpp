#include "prober/publish/metrics.hpp"

#include <string>
#include <utility>

namespace vedette::prober {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily gauge(const char* name, const char* help, double value) {
  ClientMetric metric;
  metric.gauge.value = value;
  return {name, help, MetricType::Gauge, {std::move(metric)}};
}

MetricFamily counter(const char* name, const char* help, std::uint64_t value) {
  ClientMetric metric;
  metric.counter.value = static_cast<double>(value);
  return {name, help, MetricType::Counter, {std::move(metric)}};
}

MetricFamily dropped(const kafka::ProducerStats& stats) {
  MetricFamily family{"vedette_prober_results_dropped_total",
                      "Results that never reached Kafka, by cause.",
                      MetricType::Counter,
                      {}};
  for (size_t i = 0; i < kafka::kFailureCauses.size(); ++i) {
    ClientMetric metric;
    metric.label = {{"cause", std::string(to_text(kafka::kFailureCauses[i]))}};
    metric.counter.value = static_cast<double>(stats.failed[i]);
    family.metric.push_back(std::move(metric));
  }
  return family;
}

}  // namespace

std::vector<MetricFamily> PublishMetrics::Collect() const {
  const kafka::ProducerStats stats = producer_.stats();
  return {
      dropped(stats),
      counter("vedette_prober_results_delivered_total",
              "Results that Kafka acknowledged, from all in-sync replicas.", stats.delivered),
      gauge("vedette_prober_kafka_queue_messages", "Results that wait for Kafka's acknowledgement.",
            static_cast<double>(stats.queued_messages)),
      gauge("vedette_prober_kafka_queue_bytes", "Bytes of those results.",
            static_cast<double>(stats.queued_bytes)),
      gauge("vedette_prober_kafka_up", "1 when a broker can be reached.",
            stats.connection.up ? 1 : 0),
      counter("vedette_prober_kafka_sent_bytes_total", "Bytes sent to Kafka, compressed.",
              stats.transmitted_bytes),
      counter("vedette_prober_kafka_retries_total", "Requests to Kafka that were sent again.",
              stats.retries),
      counter("vedette_prober_kafka_rebuilds_total",
              "Fatal errors of the producer, each answered with a new one.", stats.rebuilds),
      counter("vedette_prober_kafka_resent_total",
              "Results that a new producer took over from a broken one.", stats.resent),
      counter("vedette_prober_kafka_uncompressed_total",
              "Times that a broker made the client fall back to no compression.",
              stats.uncompressed),
  };
}

}  // namespace vedette::prober
