#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vedette::op {

/// Parameters as a query string, "?limit=500&continue=a%3D"; those with an empty value are left
/// out, and without any the query is empty.
[[nodiscard]] std::string query(
    const std::vector<std::pair<std::string_view, std::string>>& parameters);

}  // namespace vedette::op
