#pragma once

#include <string>

#include "prober/engine/last_results.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// The page /targets: every target with its last result, the files in effect and what is wrong with
/// them. Shows no header, body or credential, referenced or not.
[[nodiscard]] std::string targets_json(const targets::TargetSet& set,
                                       const LastResults& last_results);

}  // namespace vedette::prober
