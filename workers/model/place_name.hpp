#pragma once

#include <string_view>

namespace vedette::model {

/// Names of locations and sources: 1 … 63 of [a-z0-9-].
[[nodiscard]] bool is_place_name(std::string_view text);

}  // namespace vedette::model
