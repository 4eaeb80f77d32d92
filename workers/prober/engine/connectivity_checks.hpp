#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "prober/engine/probe_function.hpp"
#include "prober/probe/plan.hpp"

namespace vedette::prober {

/// What tells an engine that its prober's own network works.
struct ConnectivityChecks {
  std::vector<std::pair<std::string, std::shared_ptr<const ProbePlan>>> plans = {};  ///< by URL
  ProbeFactory factory = {};
};

/// Checks that pass when a URL answers GET with 200 to 299 itself, without a redirect. They go
/// wherever the URL leads, whatever --egress says of targets. Invalid for a URL that no target may
/// have.
[[nodiscard]] Result<ConnectivityChecks> make_connectivity_checks(
    const std::vector<std::string>& urls);

}  // namespace vedette::prober
