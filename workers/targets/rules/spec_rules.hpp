#pragma once

#include "model/target.hpp"
#include "targets/document/field.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::targets {

/// `spec`: fills everything of `target` that the spec says, with defaults for the rest.
void read_spec(const Field& spec, PatternCheck& patterns, model::Target& target);

}  // namespace vedette::targets
