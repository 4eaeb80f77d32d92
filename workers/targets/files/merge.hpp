#pragma once

#include "targets/files/file_state.hpp"
#include "targets/secrets.hpp"

namespace vedette::targets {

/// Makes one set of all files: reads secrets, keeps the first by path of two targets with one id,
/// sorts. Replaces states of `states` whose secrets changed; adds to `set.faults`.
void merge(FileStates& states, Secrets& secrets, TargetSet& set);

}  // namespace vedette::targets
