#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "model/target.hpp"
#include "prober/verdict/verdict.hpp"

namespace vedette::prober {

/// Who probes; the same in every result of a process.
struct Identity {
  std::string location;
  std::string prober;      ///< the pod's or machine's name
  std::int64_t epoch = 0;  ///< start of the process, Unix ms
};

/// When and how a probe ran.
struct Run {
  SystemTime scheduled_at;
  SystemTime started_at;
  SystemTime produced_at;
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
