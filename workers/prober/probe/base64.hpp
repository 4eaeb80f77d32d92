#pragma once

#include <string>
#include <string_view>

namespace vedette::prober {

/// RFC 4648 §4, padded, in one line.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace vedette::prober
