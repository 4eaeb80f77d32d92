#pragma once

#include <string>
#include <utility>
#include <vector>

namespace vedette::writer {

/// Labels as the JSON object that target.labels holds. Texts must be valid UTF-8.
[[nodiscard]] std::string to_labels_json(
    const std::vector<std::pair<std::string, std::string>>& labels);

}  // namespace vedette::writer
