#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vedette::op {

/// The key that a content goes by: "sha256-<64 hexadecimal digits>".
[[nodiscard]] std::string content_key(std::string_view content);

/// Those keys in the `file` references of a rendered line, as they stand, repeated ones too.
[[nodiscard]] std::vector<std::string> file_keys(std::string_view line);

}  // namespace vedette::op
