#pragma once

#include <vector>

#include "model/target.hpp"
#include "targets/document/field.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::targets {

/// `spec.expect.headers`; absent means none.
[[nodiscard]] std::vector<model::HeaderExpectation> read_header_expectations(
    const Field& headers, PatternCheck& patterns);

/// `spec.expect.json`; absent means none.
[[nodiscard]] std::vector<model::JsonExpectation> read_json_expectations(const Field& json);

}  // namespace vedette::targets
