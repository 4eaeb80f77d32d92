#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace vedette {

/// RFC 3339 in UTC with exactly six fractional digits: "2026-11-23T15:00:24.418000Z".
[[nodiscard]] std::string to_rfc3339(SystemTime time);

/// Appends what to_rfc3339 returns; for hot paths.
void append_rfc3339(std::string& out, SystemTime time);

/// Reads RFC 3339 with "Z" or a numeric offset and 0 to 9 fractional digits (those past
/// microseconds are cut). Nothing for anything else, or outside the years 1970 to 9999.
[[nodiscard]] std::optional<SystemTime> from_rfc3339(std::string_view text);

}  // namespace vedette
