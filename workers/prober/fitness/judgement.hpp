#pragma once

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// What happened to the prober itself during a probe.
struct Circumstances {
  bool stalled = false;    ///< StallMonitor::stalled_since
  bool cut_short = false;  ///< Due::cut_short
  Micros budget{0};        ///< what the probe was given
};

/// Takes back what the prober's own sickness may have caused: a result that would be down becomes
/// Unknown with prober_stalled when the loop was stalled, or when it timed out because it had begun
/// too late for its full timeout. An up stays up. Pure.
[[nodiscard]] model::ProbeFacts judge(model::ProbeFacts facts, const Circumstances& circumstances);

/// A failure that may be the prober's: Unknown for the excuse's reason, with what the probe saw in
/// the message. Pure. REQUIRES: the excuse's reason is one of those that mean Unknown.
[[nodiscard]] model::ProbeFacts excused(model::ProbeFacts facts, const Failure& excuse);

}  // namespace vedette::prober
