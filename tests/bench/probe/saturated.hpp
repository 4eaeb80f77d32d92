#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

#include "prober/probe/plan.hpp"

namespace vedette::bench {

using Plans = std::vector<std::shared_ptr<const prober::ProbePlan>>;

/// The plans of all targets in `targets`, ready to be probed. Throws std::runtime_error when one is
/// faulty.
[[nodiscard]] Plans load_plans(const std::filesystem::path& targets,
                               const std::filesystem::path& secrets);

/// Probes by the prober's own code, `in_flight` at any time, taking turns among `plans`. Returns
/// how many were up. REQUIRES: at least one plan.
[[nodiscard]] std::size_t probe_saturated(const Plans& plans, std::size_t probes,
                                          std::size_t in_flight);

}  // namespace vedette::bench
