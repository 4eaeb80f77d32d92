#pragma once

#include <string>
#include <string_view>

namespace vedette::targets {

/// `text` in double quotes for a message: control bytes, quotes and backslashes escaped, cut after
/// 80 bytes with an ellipsis, valid UTF-8.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace vedette::targets
