#include "prober/metrics.hpp"

#include <array>
#include <string>

namespace vedette::prober {
namespace {

using prometheus::Histogram;
using prometheus::Registry;

constexpr std::array kOutcomes{model::Outcome::Up, model::Outcome::Down, model::Outcome::Unknown};

constexpr std::array<std::pair<MissedCause, const char*>, 6> kMissedCauses{
    {{MissedCause::InFlight, "in_flight"},
     {MissedCause::Overrun, "overrun"},
     {MissedCause::Capacity, "capacity"},
     {MissedCause::Shutdown, "shutdown"},
     {MissedCause::Handover, "handover"},
     {MissedCause::Restore, "restore"}}};

const Histogram::BucketBoundaries kLateness{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                            0.1,    0.25,  0.5,    1,     2.5,  5,     10};
const Histogram::BucketBoundaries kDuration{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                            0.5,   1,      2.5,   5,    10,    30,   60};

prometheus::Counter& counter(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Gauge& gauge(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

Histogram& histogram(Registry& registry, const char* name, const char* help,
                     const Histogram::BucketBoundaries& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

}  // namespace

Metrics::Metrics(Registry& registry)
    : first_runs(counter(registry, "vedette_prober_first_runs_total",
                         "Probes started at once for targets that were never seen before.")),
      catch_ups(counter(registry, "vedette_prober_catch_ups_total",
                        "Probes of slots that the owner of the shard before had not done.")),
      waiting_results(gauge(registry, "vedette_prober_waiting_results",
                            "Results that wait until the states of their shard are restored.")),
      restored_shards(counter(registry, "vedette_prober_restored_shards_total",
                              "Shards whose restore has ended.")),
      restored_verdicts(counter(registry, "vedette_prober_restored_verdicts_total",
                                "Targets that went on from the verdict of an owner before.")),
      start_lateness(histogram(registry, "vedette_prober_start_lateness_seconds",
                               "How late probes started after their slot; first runs and catch-ups "
                               "left out.",
                               kLateness)),
      probe_duration(histogram(registry, "vedette_prober_probe_duration_seconds",
                               "How long probes took in all, without those that were stalled.",
                               kDuration)),
      in_flight(gauge(registry, "vedette_prober_probes_in_flight", "Probes that run now.")),
      loop_lag(histogram(registry, "vedette_prober_loop_lag_seconds",
                         "How late the engines' ticks of 50 ms came.", kLateness)),
      stalls(counter(registry, "vedette_prober_stalls_total",
                     "Times an engine's loop was late by more than 250 ms.")),
      stalled_results(counter(registry, "vedette_prober_stalled_results_total",
                              "Results of probes during which the prober was stalled.")),
      connectivity_checks(counter(registry, "vedette_prober_connectivity_checks_total",
                                  "Rounds of connectivity checks.")),
      connectivity_failures(counter(registry, "vedette_prober_connectivity_failures_total",
                                    "Rounds in which no connectivity check passed.")),
      targets(gauge(registry, "vedette_prober_targets", "Targets that are scheduled.")),
      suspended(gauge(registry, "vedette_prober_suspended_targets",
                      "Targets in the files that are suspended.")),
      unusable(gauge(registry, "vedette_prober_unusable_targets",
                     "Scheduled targets that cannot be probed, e.g. for want of a secret.")),
      quarantined(gauge(registry, "vedette_prober_quarantined_targets",
                        "Targets in the files that break a rule and were refused.")),
      stale_files(gauge(registry, "vedette_prober_stale_target_files",
                        "Target files that could not be read and whose last good content holds.")),
      reloads(counter(registry, "vedette_prober_reloads_total",
                      "Times that a changed set of targets came into effect.")) {
  auto& results = prometheus::BuildCounter()
                      .Name("vedette_prober_results_total")
                      .Help("Results made, by outcome.")
                      .Register(registry);
  for (const model::Outcome outcome : kOutcomes) {
    results_[outcome] = &results.Add({{"outcome", std::string(to_text(outcome))}});
  }
  auto& failures = prometheus::BuildCounter()
                       .Name("vedette_prober_failures_total")
                       .Help("Results that are not up, by reason.")
                       .Register(registry);
  for (const model::Reason reason : model::all_reasons()) {
    if (reason == model::Reason::Ok) continue;
    failures_[reason] = &failures.Add({{"reason", std::string(to_text(reason))}});
  }
  auto& missed = prometheus::BuildCounter()
                     .Name("vedette_prober_missed_slots_total")
                     .Help("Slots that were not probed and never will be, by cause.")
                     .Register(registry);
  for (const auto& [cause, text] : kMissedCauses) missed_[cause] = &missed.Add({{"cause", text}});
  auto& unhealthy = prometheus::BuildGauge()
                        .Name("vedette_prober_unhealthy")
                        .Help("1 while this prober is ill itself, by why.")
                        .Register(registry);
  for (const model::Reason reason : {model::Reason::ProberStalled, model::Reason::ProberResources,
                                     model::Reason::ProberOffline}) {
    unhealthy_[reason] = &unhealthy.Add({{"reason", std::string(to_text(reason))}});
  }
}

prometheus::Counter& Metrics::results(model::Outcome outcome) const {
  return *results_.at(outcome);
}
prometheus::Counter& Metrics::failures(model::Reason reason) const { return *failures_.at(reason); }
prometheus::Counter& Metrics::missed(MissedCause cause) const { return *missed_.at(cause); }
prometheus::Gauge& Metrics::unhealthy(model::Reason reason) const { return *unhealthy_.at(reason); }

}  // namespace vedette::prober
