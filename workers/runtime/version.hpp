#pragma once

#include <string_view>

namespace vedette::runtime {

/// The project's version, "0.1.0", as the top CMakeLists.txt names it.
[[nodiscard]] std::string_view version();

}  // namespace vedette::runtime
