#include "operator/metrics.hpp"

#include <string>

#include <fmt/format.h>

namespace vedette::op {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

constexpr const char* kPrefix = "vedette_operator_";

Family<Counter>& counters(Registry& registry, const std::string& name, const std::string& help) {
  return BuildCounter().Name(kPrefix + name).Help(help).Register(registry);
}

Counter& counter(Registry& registry, const std::string& name, const std::string& help) {
  return counters(registry, name, help).Add({});
}

Family<Gauge>& gauges(Registry& registry, const std::string& name, const std::string& help) {
  return BuildGauge().Name(kPrefix + name).Help(help).Register(registry);
}

Gauge& gauge(Registry& registry, const std::string& name, const std::string& help) {
  return gauges(registry, name, help).Add({});
}

Histogram& histogram(Registry& registry, const std::string& name, const std::string& help,
                     const Histogram::BucketBoundaries& buckets) {
  return BuildHistogram().Name(kPrefix + name).Help(help).Register(registry).Add({}, buckets);
}

Counter& pokes(Registry& registry, const char* result) {
  return counters(registry, "pokes_total", "Pods told to read their volumes again")
      .Add({{"result", result}});
}

}  // namespace

Metrics::Metrics(Registry& r, int files)
    : leader(gauge(r, "leader", "1 in the replica that writes")),
      accepted(gauge(r, "accepted_targets", "Targets whose spec obeys every rule")),
      invalid(gauge(r, "invalid_targets", "Targets whose spec breaks a rule")),
      unresolved(gauge(r, "unresolved_targets", "Targets that refer to what is not there")),
      reconcile_seconds(histogram(r, "reconcile_seconds", "Time from taking changes to their end",
                                  {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120})),
      config_lag_seconds(histogram(r, "config_lag_seconds",
                                   "Time from seeing a change to its file being written",
                                   {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300})),
      oldest_change(gauge(r, "oldest_change_seconds",
                          "Age of the oldest change that is not written yet, 0 without one")),
      skipped_writes(
          counter(r, "skipped_writes_total", "Files looked at that were right as they were")),
      repairs(counter(r, "repairs_total", "Own objects that somebody else changed or deleted")),
      resyncs(counter(r, "resyncs_total", "Times that everything was looked at again")),
      status_waiting(gauge(r, "status_waiting", "Statuses that wait to be written")),
      pokes(op::pokes(r, "poked")),
      gone_pokes(op::pokes(r, "gone")),
      failed_pokes(op::pokes(r, "failed")) {
  Family<Counter>& writes = counters(r, "writes_total", "Writes of own objects by their end");
  Family<Counter>& statuses =
      counters(r, "status_writes_total", "Writes of targets' statuses by their end");
  for (const WriteResult result : kWriteResults) {
    const std::string word(to_text(result));
    writes_[{OutputKind::ConfigMap, result}] =
        &writes.Add({{"kind", "configmap"}, {"result", word}});
    writes_[{OutputKind::Secret, result}] = &writes.Add({{"kind", "secret"}, {"result", word}});
    status_writes_[result] = &statuses.Add({{"result", word}});
  }
  Family<Gauge>& epochs =
      gauges(r, "file_epoch_seconds", "Epoch of a target file, as Unix time; 0 until it is known");
  Family<Gauge>& targets = gauges(r, "file_targets", "Targets in a file");
  Family<Gauge>& bytes = gauges(r, "file_bytes", "Size of a file in its ConfigMap; most 1 MiB");
  for (int file = 0; file < files; ++file) {
    const prometheus::Labels labels{{"file", fmt::format("{:02}", file)}};
    files_.push_back({&epochs.Add(labels), &targets.Add(labels), &bytes.Add(labels)});
  }
}

Counter& Metrics::writes(OutputKind kind, WriteResult result) {
  return *writes_.at({kind, result});
}

Counter& Metrics::status_writes(WriteResult result) { return *status_writes_.at(result); }

void Metrics::show_file(const TargetFile& file, std::size_t bytes) {
  const FileGauges& gauges = files_.at(static_cast<std::size_t>(file.index));
  gauges.epoch->Set(static_cast<double>(file.epoch) / 1'000);
  gauges.targets->Set(static_cast<double>(file.lines.size()));
  gauges.bytes->Set(static_cast<double>(bytes));
}

}  // namespace vedette::op
