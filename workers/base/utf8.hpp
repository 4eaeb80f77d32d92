#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vedette {

/// Text from outside (reason phrases, issuers, error messages) made safe for JSON and PostgreSQL:
/// valid UTF-8 (each maximal broken sequence becomes U+FFFD, as the Unicode Standard, 3.9,
/// recommends), without NUL, at most `max_bytes` long and never cut inside a character.
[[nodiscard]] std::string clean_utf8(std::string_view text, size_t max_bytes);

/// True when clean_utf8(text, max_bytes) would return `text` unchanged.
[[nodiscard]] bool is_clean_utf8(std::string_view text, size_t max_bytes);

}  // namespace vedette
