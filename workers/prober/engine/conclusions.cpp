#include "prober/engine/conclusions.hpp"

#include <utility>

#include "prober/engine/seconds.hpp"
#include "prober/engine/target_states.hpp"

namespace vedette::prober {

Conclusions::Conclusions(Identity identity, EngineNeighbours neighbours)
    : identity_(std::move(identity)), out_(neighbours) {}

void Conclusions::conclude(HeldTarget& held, FinishedProbe probe) {
  probe.run.epoch = held.shard->epoch;
  const VerdictState before = held.verdict;
  const model::ProbeResult result =
      make_result(identity_, *probe.target, probe.run, std::move(probe.facts), held.verdict);
  out_.sink.publish(result, probe.open);
  if (!held.removed) {
    out_.last_results.put(result.target.id, last_result_of(result));
    say_state(held, before, result);
  }
  count(result, probe.catch_up);
}

void Conclusions::say_state(HeldTarget& held, const VerdictState& before,
                            const model::ProbeResult& result) {
  // A slot that came too late to count says nothing of how the target is now.
  if (out_.states == nullptr || held.verdict.last_slot == before.last_slot) return;
  const SaidFacts before_said = std::exchange(held.said, said_facts_of(result));
  if (held.said == before_said && !differ(before, held.verdict)) return;
  out_.states->changed(held.shard->number, state_of(result, held.verdict));
}

void Conclusions::count(const model::ProbeResult& result, bool catch_up) {
  Metrics& metrics = out_.metrics;
  metrics.results(result.facts.outcome).Increment();
  if (result.facts.reason != model::Reason::Ok) metrics.failures(result.facts.reason).Increment();
  if (result.stalled) {
    metrics.stalled_results.Increment();
  } else {
    metrics.probe_duration.Observe(to_seconds(result.facts.durations.total));
  }
  if (result.first_run) {
    metrics.first_runs.Increment();
  } else if (!catch_up) {
    metrics.start_lateness.Observe(to_seconds(result.started_at - result.scheduled_at));
  }
}

}  // namespace vedette::prober
