#include "writer/metrics.hpp"

#include "base/require.hpp"

namespace vedette::writer {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;
using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

Family<Counter>& counters(Registry& registry, const std::string& name, const std::string& help) {
  return BuildCounter().Name("vedette_writer_" + name).Help(help).Register(registry);
}

Counter& counter(Registry& registry, const std::string& name, const std::string& help) {
  return counters(registry, name, help).Add({});
}

Gauge& gauge(Registry& registry, const std::string& name, const std::string& help) {
  return BuildGauge().Name("vedette_writer_" + name).Help(help).Register(registry).Add({});
}

Histogram& histogram(Registry& registry, const std::string& name, const std::string& help,
                     const Histogram::BucketBoundaries& buckets) {
  return BuildHistogram()
      .Name("vedette_writer_" + name)
      .Help(help)
      .Register(registry)
      .Add({}, buckets);
}

Counter& rebalance(Registry& registry, const char* event) {
  return counters(registry, "rebalances_total", "Rebalances by what happened to partitions of ours")
      .Add({{"event", event}});
}

Counter& batches(Registry& registry, const char* path) {
  return counters(registry, "batches_total", "Batches stored, by the path they took")
      .Add({{"path", path}});
}

constexpr std::array kFailureClasses{
    FailureClass::Duplicate, FailureClass::NoPartition, FailureClass::BadRow, FailureClass::Retry,
    FailureClass::Busy,      FailureClass::Broken,      FailureClass::Fatal};

}  // namespace

Metrics::Metrics(Registry& r)
    : records(counter(r, "records_total", "Records taken from vedette.results")),
      mended(counter(r, "mended_total", "Results whose texts had to be made valid or cut")),
      expired(counter(r, "expired_total", "Results dropped because they are older than retention")),
      discarded(counter(r, "discarded_records_total",
                        "Records given up at a rebalance; the new owner reads them again")),
      paused(
          gauge(r, "paused", "1 while no records are taken because the store is behind or away")),
      lag(gauge(r, "lag_records", "Records in our partitions that are not committed yet")),
      commits(counter(r, "offset_commits_total", "Offset commits that the brokers took")),
      failed_commits(counter(r, "offset_commit_failures_total", "Offset commits that failed")),
      assigned(rebalance(r, "assigned")),
      revoked(rebalance(r, "revoked")),
      lost(rebalance(r, "lost")),
      stored(counter(r, "rows_stored_total", "Rows committed to PostgreSQL")),
      duplicates(counter(r, "duplicates_total", "Results whose row was there already")),
      fast_batches(batches(r, "copy")),
      slow_batches(batches(r, "merge")),
      bisected_batches(batches(r, "bisect")),
      lookup_rows(counter(r, "lookup_rows_total",
                          "Rows added to target, location, prober, address and certificate")),
      cache_clears(counter(r, "cache_clears_total", "Times a full cache of ids was emptied")),
      batch_rows(
          histogram(r, "batch_rows", "Rows per batch", {1, 10, 100, 1000, 5000, 10000, 20000})),
      store_seconds(histogram(r, "store_seconds", "Time from taking a batch to its commit",
                              {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60})),
      store_up(gauge(r, "store_up", "1 while PostgreSQL takes batches")),
      dead_letter_retries(
          counter(r, "dead_letter_retries_total", "Times dead letters had to be sent again")),
      maintainer(gauge(r, "maintainer", "1 in the writer that maintains the database")),
      partitions_until(gauge(r, "partitions_until_timestamp_seconds",
                             "Unix time up to which this writer has seen to it that there are "
                             "partitions; 0 where it never maintained the database")),
      partitions_created(counter(r, "partitions_created_total", "Partitions made")),
      partitions_dropped(counter(r, "partitions_dropped_total", "Partitions dropped by retention")),
      schedule_changes(counter(r, "schedule_changes_total", "Rows written to target_schedule")),
      schedule_behind(
          gauge(r, "schedule_behind", "1 while target files here are not in target_schedule yet")),
      maintain_failures(counter(r, "maintain_failures_total",
                                "Maintenance rounds that failed and were tried again")),
      skews_(BuildGauge()
                 .Name("vedette_writer_prober_clock_skew_seconds")
                 .Help("Least time from a prober's stamp to the broker's, over five minutes")
                 .Register(r)) {
  Family<Counter>& letters =
      counters(r, "dead_letters_total", "Records sent to vedette.results.dlq");
  for (const RefusalReason reason : kRefusalReasons) {
    dead_letters_[reason] = &letters.Add({{"reason", std::string(to_text(reason))}});
  }
  Family<Counter>& failures =
      counters(r, "store_failures_total", "Statements that PostgreSQL refused, by remedy");
  for (const FailureClass cls : kFailureClasses) {
    store_failures_[cls] = &failures.Add({{"class", std::string(to_text(cls))}});
  }
}

Counter& Metrics::dead_letters(RefusalReason reason) { return *dead_letters_.at(reason); }

Counter& Metrics::store_failures(FailureClass cls) { return *store_failures_.at(cls); }

void Metrics::set_clock_skews(const std::vector<ClockSkew::Skew>& skews) {
  std::map<std::string, Gauge*> gauges;
  for (const auto& [prober, least] : skews) {
    const std::string name(prober);
    const auto known = skew_gauges_.find(name);
    Gauge* const found =
        known != skew_gauges_.end() ? known->second : &skews_.Add({{"prober", name}});
    found->Set(std::chrono::duration<double>(least).count());
    gauges[name] = found;
  }
  for (const auto& [name, old] : skew_gauges_) {
    if (!gauges.contains(name)) skews_.Remove(old);
  }
  skew_gauges_ = std::move(gauges);
}

}  // namespace vedette::writer
