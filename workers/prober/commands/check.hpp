#pragma once

#include <iosfwd>

#include "prober/config.hpp"

namespace vedette::prober {

/// vedette-prober check: every fault of the target files, a line each, to `out`. Ok or BadInput.
[[nodiscard]] runtime::ExitCode run_check(const CheckConfig& config, std::ostream& out);

}  // namespace vedette::prober
