#pragma once

#include <iosfwd>
#include <stop_token>

#include "prober/config.hpp"

namespace vedette::prober {

/// vedette-prober once: probes each target that is not suspended, now, and writes what was found to
/// `out`, in the order of their names. Ok when all are up, TargetNotUp when some are not; BadInput,
/// with the faults on `err` and nothing probed, when a target file is faulty; Failed when stopped.
[[nodiscard]] runtime::ExitCode run_once(const OnceConfig& config, const std::stop_token& stop,
                                         std::ostream& out, std::ostream& err);

}  // namespace vedette::prober
