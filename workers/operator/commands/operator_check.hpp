#pragma once

#include <vector>

#include "targets/check.hpp"

namespace vedette::op {

/// What only the API refuses: in a manifest, what belongs into rendered target files (`file`
/// references, scheduleSince).
void check_as_operator(const targets::LoadedTarget& loaded, std::vector<targets::Fault>& faults);

/// True for what stands in an operator's file already.
[[nodiscard]] bool is_rendered(const targets::LoadedTarget& loaded);

}  // namespace vedette::op
