#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "model/names.hpp"
#include "model/target_state.hpp"

namespace vedette::prober {

/// How many results in a row move a verdict. Each 1 … 10.
struct Thresholds {
  int failure = 2;
  int success = 1;
};

/// What the verdict machine needs of a result.
struct Observation {
  SystemTime slot;
  SystemTime started_at;
  model::Outcome outcome = model::Outcome::Unknown;
  std::uint64_t spec_hash = 0;  ///< of the spec that was probed; never 0
};

/// What is remembered of a target from one result to the next.
struct VerdictState {
  model::Verdict verdict = model::Verdict::Unknown;
  std::optional<SystemTime> since;  ///< slot of the result that moved it last
  int failures = 0;                 ///< downs in a row, at most the threshold
  int successes = 0;                ///< ups in a row, at most the threshold
  std::optional<SystemTime> last_slot;
  std::uint64_t spec_hash = 0;  ///< 0 = no result yet

  bool operator==(const VerdictState&) const = default;
};

/// What a message of vedette.states remembers for the verdict. Pure.
[[nodiscard]] VerdictState verdict_state_of(const model::TargetState& state);

/// The state after one more result. Pure.
///
/// A slot at or before the last one changes nothing, unless the last one lies after this probe's
/// start: then the clock was wrong, and it is ignored. An Unknown outcome never moves the counters.
/// Another spec than before starts over from Unknown; when the same result meets a threshold and
/// the verdict ends where it was, it did not move, and `since` stays.
[[nodiscard]] VerdictState after(const VerdictState& before, const Observation& result,
                                 Thresholds thresholds);

}  // namespace vedette::prober
