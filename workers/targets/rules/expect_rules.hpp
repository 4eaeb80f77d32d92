#pragma once

#include "model/target.hpp"
#include "targets/document/field.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::targets {

/// `spec.expect`; absent means all defaults.
[[nodiscard]] model::Expectation read_expect(const Field& expect, PatternCheck& patterns);

}  // namespace vedette::targets
