#pragma once

namespace vedette::runtime {

/// What a process ends with; scripts and Kubernetes read it.
enum class ExitCode : int {
  Ok = 0,           ///< all is well
  TargetNotUp = 1,  ///< everything worked, and some target is not up
  BadInput = 2,     ///< wrong usage, flags or target files: trying again changes nothing
  Failed = 3,       ///< a neighbour is unavailable, or something here is broken
};

/// For `return` from main.
[[nodiscard]] constexpr int to_int(ExitCode code) { return static_cast<int>(code); }

}  // namespace vedette::runtime
