#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vedette::op {

/// Base64 of RFC 4648 §4, with padding, on one line: what the API server takes and gives.
[[nodiscard]] std::string to_base64(std::string_view bytes);

/// Nothing unless `text` is exactly that: no line breaks, no missing padding.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace vedette::op
