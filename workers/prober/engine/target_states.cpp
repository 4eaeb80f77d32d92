#include "prober/engine/target_states.hpp"

namespace vedette::prober {

SaidFacts said_facts_of(const model::ProbeResult& result) {
  const model::ProbeFacts& facts = result.facts;
  return {.epoch = result.epoch,
          .reason = facts.reason,
          .phase = facts.phase,
          .status_code = facts.status_code,
          .certificate_not_after = facts.tls ? facts.tls->not_after : std::nullopt};
}

model::TargetState state_of(const model::ProbeResult& result, const VerdictState& verdict) {
  const SaidFacts facts = said_facts_of(result);
  model::TargetState state;
  state.id = result.target.id;
  state.location = result.location;
  state.verdict = verdict.verdict;
  state.since = verdict.since;
  state.reason = facts.reason;
  state.phase = facts.phase;
  state.failures = verdict.failures;
  state.successes = verdict.successes;
  state.epoch = facts.epoch;
  state.last_slot = result.scheduled_at;
  state.spec_hash = verdict.spec_hash;
  state.status_code = facts.status_code;
  state.certificate_not_after = facts.certificate_not_after;
  return state;
}

bool differ(const VerdictState& before, const VerdictState& after) {
  VerdictState same_slot = before;
  same_slot.last_slot = after.last_slot;
  return same_slot != after;
}

}  // namespace vedette::prober
