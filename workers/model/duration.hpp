#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace vedette::model {

/// Reads a duration of GEP-2257 (Gateway API): one to four parts, each of one to five digits and a
/// unit out of h, m, s, ms ("1h30m", "10s", "500ms"), in any order. Nothing for anything else.
[[nodiscard]] std::optional<Millis> duration_from(std::string_view text);

/// The shortest such text, for messages: 90 s is "1m30s". REQUIRES: duration ≥ 0.
[[nodiscard]] std::string to_text(Millis duration);

}  // namespace vedette::model
