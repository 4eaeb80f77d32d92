#pragma once

#include <string_view>

namespace vedette::model {

/// Names of locations, sources and proxies: 1 … 63 of [a-z0-9-].
[[nodiscard]] bool is_place_name(std::string_view text);

}  // namespace vedette::model
