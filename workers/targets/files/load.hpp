#pragma once

#include "targets/files/file_state.hpp"
#include "targets/rules/pattern_check.hpp"
#include "targets/target_files.hpp"

namespace vedette::targets {

/// What one reading of all paths found.
struct Load {
  TargetSet set;
  FileStates states;       ///< to be the previous ones of the next reading
  bool overtaken = false;  ///< a directory was swapped meanwhile: begin again
};

/// Reads all paths once. `previous` says what is in effect and is not changed.
[[nodiscard]] Load read_files(const TargetFilesOptions& options, const FileStates& previous,
                              PatternCheck& patterns);

}  // namespace vedette::targets
