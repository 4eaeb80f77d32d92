#pragma once

#include <iosfwd>

#include "runtime/exit_code.hpp"
#include "targets/target_files.hpp"

namespace vedette::op {

/// `vedette-operator check`
struct CheckConfig {
  targets::TargetFilesOptions files;
};

/// vedette-operator check: every fault of the manifests, a line each, to `out`: what the prober's
/// check finds, and what only the API refuses. Ok or BadInput.
[[nodiscard]] runtime::ExitCode run_check(const CheckConfig& config, std::ostream& out);

}  // namespace vedette::op
