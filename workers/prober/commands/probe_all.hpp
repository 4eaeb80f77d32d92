#pragma once

#include <stop_token>
#include <vector>

#include "model/probe_result.hpp"
#include "prober/engine/assignment.hpp"
#include "prober/engine/probe_function.hpp"
#include "prober/identity.hpp"

namespace vedette::prober {

/// Probes each target once, on the calling thread, several at a time, and returns the results in
/// the order of `assignments`; fewer when stopped. Each result is that of a first run: its slot is
/// the current one.
[[nodiscard]] std::vector<model::ProbeResult> probe_all(const std::vector<Assignment>& assignments,
                                                        const Identity& identity,
                                                        const ProbeFactory& factory,
                                                        const std::stop_token& stop);

}  // namespace vedette::prober
