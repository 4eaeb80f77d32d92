#pragma once

#include "targets/files/file_state.hpp"
#include "targets/secrets.hpp"
#include "targets/target_files.hpp"

namespace vedette::targets {

/// Makes one set of all files: reads referenced texts if wanted, keeps the first by path of two
/// targets with one id, sorts. Replaces states of `states` whose secrets changed; adds to
/// `set.faults`.
void merge(FileStates& states, ReferencedTexts referenced_texts, Secrets& secrets, TargetSet& set);

}  // namespace vedette::targets
