#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "model/target.hpp"
#include "prober/identity.hpp"
#include "prober/verdict/verdict.hpp"

namespace vedette::prober {

/// When and how a probe ran.
struct Run {
  SystemTime scheduled_at;
  SystemTime started_at;
  SystemTime produced_at;
  std::int64_t epoch = 0;  ///< of the owner of the target's shard, Unix ms
  bool first_run = false;
  bool stalled = false;
};

/// Counts a probe in `state` and makes the result that says so. Pure but for `state`.
[[nodiscard]] model::ProbeResult make_result(const Identity& identity, const model::Target& target,
                                             const Run& run, model::ProbeFacts facts,
                                             VerdictState& state);

/// The facts of a probe that could not be made: Unknown with config_error.
[[nodiscard]] model::ProbeFacts unusable_facts(const std::string& why);

}  // namespace vedette::prober
