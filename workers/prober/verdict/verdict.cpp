#include "prober/verdict/verdict.hpp"

#include <algorithm>

namespace vedette::prober {
namespace {

using model::Outcome;
using model::Verdict;

void count(VerdictState& state, Outcome outcome, Thresholds thresholds) {
  if (outcome == Outcome::Unknown) return;
  const bool up = outcome == Outcome::Up;
  state.successes = up ? std::min(state.successes + 1, thresholds.success) : 0;
  state.failures = up ? 0 : std::min(state.failures + 1, thresholds.failure);
  if (state.successes >= thresholds.success) state.verdict = Verdict::Up;
  if (state.failures >= thresholds.failure) state.verdict = Verdict::Down;
}

}  // namespace

VerdictState verdict_state_of(const model::TargetState& state) {
  return {.verdict = state.verdict,
          .since = state.since,
          .failures = state.failures,
          .successes = state.successes,
          .last_slot = state.last_slot,
          .spec_hash = state.spec_hash};
}

VerdictState after(const VerdictState& before, const Observation& result, Thresholds thresholds) {
  const bool last_is_real = before.last_slot && *before.last_slot <= result.started_at;
  if (last_is_real && result.slot <= *before.last_slot) return before;

  VerdictState state = before;
  if (state.spec_hash != result.spec_hash) {
    state.verdict = Verdict::Unknown;
    state.failures = 0;
    state.successes = 0;
  }
  state.spec_hash = result.spec_hash;
  state.last_slot = result.slot;
  count(state, result.outcome, thresholds);
  if (state.verdict != before.verdict) state.since = result.slot;
  return state;
}

}  // namespace vedette::prober
