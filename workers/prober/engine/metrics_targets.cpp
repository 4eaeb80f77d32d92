#include "prober/engine/metrics_targets.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <prometheus/text_serializer.h>

#include "prober/engine/seconds.hpp"

namespace vedette::prober {
namespace {

using model::Outcome;
using model::Reason;
using prometheus::ClientMetric;
using prometheus::MetricType;

/// A target as it was when the page was asked for.
struct Shown {
  std::shared_ptr<const model::Target> target;
  TargetRecord record;
};

/// Takes a value of a target, with the label that tells it from others of its family.
using Add = std::function<void(double value, std::optional<ClientMetric::Label> label)>;

/// A family of series, and what a target has in it: nothing, one or several.
struct SeriesRule {
  const char* name;
  const char* help;
  MetricType type;
  void (*series)(const TargetRecord& record, const Add& add);
};

/// What the last probe says of the site; nothing when it could say nothing.
const LastResult* told_by(const TargetRecord& record) {
  return record.last && record.last->outcome != Outcome::Unknown ? &*record.last : nullptr;
}

/// The same where its times are the site's: not when this process stood still.
const LastResult* timed_by(const TargetRecord& record) {
  const LastResult* last = told_by(record);
  return last != nullptr && !last->stalled ? last : nullptr;
}

double unix_seconds(SystemTime time) {
  return static_cast<double>(std::chrono::duration_cast<Micros>(time.time_since_epoch()).count()) /
         1e6;
}

template <auto Value>
void gauge_of_probe(const TargetRecord& record, const Add& add) {
  if (const LastResult* last = told_by(record)) add(static_cast<double>(Value(*last)), {});
}

void probe_duration(const TargetRecord& record, const Add& add) {
  if (const LastResult* last = timed_by(record)) add(to_seconds(last->durations.total), {});
}

void dns_time(const TargetRecord& record, const Add& add) {
  if (const LastResult* last = timed_by(record)) add(to_seconds(last->durations.dns), {});
}

void phases(const TargetRecord& record, const Add& add) {
  const LastResult* last = timed_by(record);
  if (last == nullptr) return;
  const model::Durations& spent = last->durations;
  const std::array<std::pair<const char*, Micros>, 5> by_phase{
      {{"resolve", spent.dns},
       {"connect", spent.connect},
       {"tls", spent.tls},
       {"processing", spent.request + spent.processing},
       {"transfer", spent.transfer}}};
  for (const auto& [phase, time] : by_phase) {
    add(to_seconds(time), ClientMetric::Label{"phase", phase});
  }
}

void certificate_end(const TargetRecord& record, const Add& add) {
  const LastResult* last = told_by(record);
  if (last != nullptr && last->earliest_not_after) add(unix_seconds(*last->earliest_not_after), {});
}

void tls_version(const TargetRecord& record, const Add& add) {
  const LastResult* last = told_by(record);
  if (last == nullptr || !last->tls_version) return;
  static constexpr std::array<const char*, 4> kNames{"TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};
  const char* name = kNames.at(static_cast<std::size_t>(*last->tls_version));
  add(1, ClientMetric::Label{"version", name});
}

void results(const TargetRecord& record, const Add& add) {
  for (const Outcome outcome : {Outcome::Up, Outcome::Down, Outcome::Unknown}) {
    add(record.results.at(static_cast<std::size_t>(outcome)),
        ClientMetric::Label{"outcome", std::string(to_text(outcome))});
  }
}

void verdict(const TargetRecord& record, const Add& add) {
  if (!record.last || record.last->verdict == model::Verdict::Unknown) return;
  add(record.last->verdict == model::Verdict::Up ? 1 : 0, {});
}

void verdict_since(const TargetRecord& record, const Add& add) {
  if (record.last && record.last->verdict_since) add(unix_seconds(*record.last->verdict_since), {});
}

void probe_time(const TargetRecord& record, const Add& add) {
  if (record.last) add(unix_seconds(record.last->started_at), {});
}

bool is_regex_reason(Reason reason) {
  return reason == Reason::BodyMismatch || reason == Reason::HeaderMismatch;
}

/// Names and meaning of probe_…: blackbox_exporter's (prober/http.go, prober/handler.go).
const std::array kRules{
    SeriesRule{"probe_success", "Whether the last probe was up.", MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.outcome == Outcome::Up; }>},
    SeriesRule{"probe_duration_seconds", "How long the last probe took, over redirects.",
               MetricType::Gauge, probe_duration},
    SeriesRule{"probe_dns_lookup_time_seconds", "Its time for looking names up.", MetricType::Gauge,
               dns_time},
    SeriesRule{"probe_http_duration_seconds", "Its time by phase, summed over redirects.",
               MetricType::Gauge, phases},
    SeriesRule{"probe_http_status_code", "Status of its last answer, 0 without one.",
               MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.status_code.value_or(0); }>},
    SeriesRule{"probe_http_version", "HTTP version of its last answer, 0 without one.",
               MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.http_version / 10.0; }>},
    SeriesRule{"probe_http_redirects", "Redirects that it followed.", MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.redirects; }>},
    SeriesRule{"probe_http_ssl", "Whether it was answered over TLS, on any hop.", MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.over_tls; }>},
    SeriesRule{"probe_http_uncompressed_body_length", "Bytes of body that it read, decoded.",
               MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.bytes; }>},
    SeriesRule{"probe_failed_due_to_regex", "Whether a body or header did not match.",
               MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return is_regex_reason(last.reason); }>},
    SeriesRule{"probe_ip_protocol", "4 or 6, of the last address; 0 when none was tried.",
               MetricType::Gauge,
               gauge_of_probe<[](const LastResult& last) { return last.ip_version; }>},
    SeriesRule{"probe_ssl_earliest_cert_expiry",
               "Unix time at which the first certificate of any hop ends.", MetricType::Gauge,
               certificate_end},
    SeriesRule{"probe_tls_version_info", "Always 1; the label tells the version.",
               MetricType::Gauge, tls_version},
    SeriesRule{"vedette_target_results_total",
               "Results since this prober has the target, by outcome.", MetricType::Counter,
               results},
    SeriesRule{"vedette_target_up",
               "The verdict, by the target's thresholds: 1 up, 0 down, absent while unknown.",
               MetricType::Gauge, verdict},
    SeriesRule{"vedette_target_verdict_since_timestamp_seconds",
               "Slot of the result that moved the verdict last, as Unix time.", MetricType::Gauge,
               verdict_since},
    SeriesRule{"vedette_target_last_probe_timestamp_seconds",
               "Start of the last probe, as Unix time.", MetricType::Gauge, probe_time},
};

prometheus::MetricFamily family_of(const SeriesRule& rule, const std::vector<Shown>& shown,
                                   const std::string& location) {
  prometheus::MetricFamily family;
  family.name = rule.name;
  family.help = rule.help;
  family.type = rule.type;
  for (const Shown& each : shown) {
    rule.series(each.record, [&](double value, std::optional<ClientMetric::Label> label) {
      ClientMetric& metric = family.metric.emplace_back();
      metric.label = {
          {"namespace", each.target->ns}, {"name", each.target->name}, {"location", location}};
      for (const auto& [name, text] : each.target->labels) metric.label.push_back({name, text});
      if (label) metric.label.push_back(std::move(*label));
      (rule.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
    });
  }
  return family;
}

/// The text of the next family that has series; empty after the last.
class Families {
 public:
  Families(std::vector<Shown> shown, std::string location)
      : shown_(std::move(shown)), location_(std::move(location)) {}

  [[nodiscard]] std::string next() {
    while (next_ < kRules.size()) {
      const prometheus::MetricFamily family = family_of(kRules.at(next_++), shown_, location_);
      if (!family.metric.empty()) return prometheus::TextSerializer().Serialize({family});
    }
    return {};
  }

 private:
  std::vector<Shown> shown_;
  std::string location_;
  std::size_t next_ = 0;
};

}  // namespace

TargetMetrics::TargetMetrics(const LastResults& results, std::string location, std::size_t most)
    : results_(results), location_(std::move(location)), most_(most) {}

runtime::Answer TargetMetrics::page(const targets::TargetSet& set) const {
  std::vector<Shown> shown;
  std::set<std::pair<std::string_view, std::string_view>> names;
  for (const targets::LoadedTarget& loaded : set.targets) {
    if (shown.size() >= most_) break;
    auto record = results_.record(loaded.target->id);
    if (!record || !names.emplace(loaded.target->ns, loaded.target->name).second) continue;
    shown.push_back({loaded.target, std::move(*record)});
  }
  const auto families = std::make_shared<Families>(std::move(shown), location_);
  return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
          .body = {},
          .more = [families] { return families->next(); }};
}

std::size_t TargetMetrics::left_out() const {
  const std::size_t all = results_.size();
  return all - std::min(all, most_);
}

std::vector<prometheus::MetricFamily> LeftOutMetrics::Collect() const {
  prometheus::MetricFamily family;
  family.name = "vedette_prober_targets_without_metrics";
  family.help = "Targets that /metrics/targets leaves out, because of --target-metrics.";
  family.type = prometheus::MetricType::Gauge;
  family.metric.emplace_back().gauge.value = static_cast<double>(metrics_.left_out());
  return {family};
}

}  // namespace vedette::prober
