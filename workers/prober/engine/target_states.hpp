#pragma once

#include "model/probe_result.hpp"
#include "model/target_state.hpp"
#include "prober/engine/held_target.hpp"
#include "prober/verdict/verdict.hpp"

namespace vedette::prober {

/// What a target's state says after a result, beside the verdict. Pure.
[[nodiscard]] SaidFacts said_facts_of(const model::ProbeResult& result);

/// The state of a target after `result`, which made `verdict`. Pure.
[[nodiscard]] model::TargetState state_of(const model::ProbeResult& result,
                                          const VerdictState& verdict);

/// Whether two verdicts differ in more than the latest slot. Pure.
[[nodiscard]] bool differ(const VerdictState& before, const VerdictState& after);

}  // namespace vedette::prober
