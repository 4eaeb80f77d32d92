#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/names.hpp"
#include "model/target_id.hpp"

namespace vedette::model {

/// One message of vedette.states: what a location knew of a target after its last result, so that
/// the next owner of its shard goes on from there. Identified by (id, location).
struct TargetState {
  TargetId id;
  std::string location;
  Verdict verdict = Verdict::Unknown;
  std::optional<SystemTime> since;  ///< slot of the result that moved the verdict last
  Reason reason = Reason::Other;    ///< of the last result
  std::optional<Phase> phase;       ///< likewise; absent when up
  int failures = 0;                 ///< downs in a row, at most the threshold
  int successes = 0;                ///< ups in a row, at most the threshold
  std::int64_t epoch = 0;           ///< the owner's, Unix ms
  SystemTime last_slot;             ///< of the last result
  std::uint64_t spec_hash = 0;      ///< of the spec that was probed
  std::optional<int> status_code;
  std::optional<SystemTime> certificate_not_after;  ///< the final hop's leaf

  bool operator==(const TargetState&) const = default;
};

/// What decides which of two states of a target is the truth. Never their offsets: a producer that
/// was frozen delivers its old state after the new owner's.
struct StateRank {
  std::int64_t epoch = 0;
  SystemTime last_slot;

  auto operator<=>(const StateRank&) const = default;
};

[[nodiscard]] inline StateRank rank_of(const TargetState& state) {
  return {state.epoch, state.last_slot};
}

/// Whether `a` outranks `b`.
[[nodiscard]] inline bool newer(const TargetState& a, const TargetState& b) {
  return rank_of(a) > rank_of(b);
}

}  // namespace vedette::model
