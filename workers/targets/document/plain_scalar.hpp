#pragma once

#include <string>

#include "targets/document/node.hpp"

namespace vedette::targets {

/// What a YAML scalar without quotes means: null, boolean, number or string, by the rules of
/// YAML 1.1 as kubectl's library reads them (so `on`, `0x10` and `1_000` are no strings). An
/// Integer is decimal without leading zeros; every other number is a Number, which no rule takes.
[[nodiscard]] Node plain_scalar(const std::string& text);

}  // namespace vedette::targets
