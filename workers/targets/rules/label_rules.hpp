#pragma once

#include <string>
#include <utility>
#include <vector>

#include "targets/document/field.hpp"

namespace vedette::targets {

/// `spec.labels`, sorted by name: they become labels of metrics and fields of results.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> read_labels(const Field& labels);

}  // namespace vedette::targets
