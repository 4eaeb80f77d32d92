#include "operator/metrics_kube.hpp"

#include <map>
#include <string>

#include <prometheus/metric_family.h>

namespace vedette::op {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

using Labels = std::vector<ClientMetric::Label>;

MetricFamily family(const char* name, const char* help, MetricType type) {
  return {std::string("vedette_operator_") + name, help, type, {}};
}

void add(MetricFamily& into, Labels labels, double value) {
  ClientMetric metric;
  metric.label = std::move(labels);
  if (into.type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  into.metric.push_back(std::move(metric));
}

/// Those of all namespaces together.
std::map<Watched, InformerStats> by_kind(const KubeStats& stats) {
  std::map<Watched, InformerStats> sums;
  for (const Watched kind : kWatched) {
    for (const WatchEnd end : kWatchEnds) sums[kind].watch_ends[end] = 0;
  }
  for (const auto& [kind, one] : stats.informers) {
    InformerStats& sum = sums[kind];
    sum.lists += one.lists;
    sum.list_errors += one.list_errors;
    sum.watches += one.watches;
    sum.events += one.events;
    sum.objects += one.objects;
    for (const auto& [end, count] : one.watch_ends) sum.watch_ends[end] += count;
  }
  return sums;
}

}  // namespace

std::vector<MetricFamily> KubeMetrics::Collect() const {
  const KubeStats stats = read_();
  using enum MetricType;
  MetricFamily lists = family("lists_total", "Complete lists read", Counter);
  MetricFamily errors = family("list_errors_total", "Pages of lists that failed", Counter);
  MetricFamily watches = family("watches_total", "Watches begun", Counter);
  MetricFamily ends = family("watch_ends_total", "Watches by how they ended", Counter);
  MetricFamily changes = family("watch_events_total", "Changes that watches told of", Counter);
  MetricFamily objects = family("cached_objects", "Objects in the caches", Gauge);
  for (const auto& [kind, sum] : by_kind(stats)) {
    const Labels labels{{"kind", std::string(to_text(kind))}};
    add(lists, labels, static_cast<double>(sum.lists));
    add(errors, labels, static_cast<double>(sum.list_errors));
    add(watches, labels, static_cast<double>(sum.watches));
    add(changes, labels, static_cast<double>(sum.events));
    add(objects, labels, static_cast<double>(sum.objects));
    for (const auto& [end, count] : sum.watch_ends) {
      add(ends, {labels.front(), {"end", std::string(to_text(end))}}, static_cast<double>(count));
    }
  }
  MetricFamily requests =
      family("api_requests_total", "Requests to the API server by status; 0: no answer", Counter);
  for (const auto& [what, count] : stats.requests) {
    const auto& [method, status] = what;
    add(requests, {{"method", method}, {"status", std::to_string(status)}},
        static_cast<double>(count));
  }
  MetricFamily events = family("events_total", "Events about Targets by their end", Counter);
  add(events, {{"result", "written"}}, static_cast<double>(stats.events.written));
  add(events, {{"result", "failed"}}, static_cast<double>(stats.events.failed));
  add(events, {{"result", "dropped"}}, static_cast<double>(stats.events.dropped));
  return {lists, errors, watches, ends, changes, objects, requests, events};
}

}  // namespace vedette::op
