#pragma once

#include <string>

#include "targets/target_files.hpp"

namespace vedette::targets {

/// What `check PATH…` answers.
struct CheckReport {
  std::string text;  ///< a line for each fault, then a summary; each line ends in a newline
  bool good = false;
};

/// Holds the files against every rule. References are read only when a secrets directory is given:
/// manifests are checked where secrets are not.
[[nodiscard]] CheckReport check(const TargetFilesOptions& options);

}  // namespace vedette::targets
