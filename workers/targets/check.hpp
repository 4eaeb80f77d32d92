#pragma once

#include <functional>
#include <string>
#include <vector>

#include "targets/target_files.hpp"

namespace vedette::targets {

/// What `check PATH…` answers.
struct CheckReport {
  std::string text;  ///< a line for each fault, then a summary; each line ends in a newline
  bool good = false;
};

/// A rule of the caller's own: appends what is wrong with a target that obeys all others.
using OwnRule = std::function<void(const LoadedTarget& loaded, std::vector<Fault>& faults)>;

/// Holds the files against every rule, and `own_rule` if there is one. References are read only
/// when a secrets directory is given: manifests are checked where secrets are not.
[[nodiscard]] CheckReport check(const TargetFilesOptions& options, const OwnRule& own_rule = {});

}  // namespace vedette::targets
