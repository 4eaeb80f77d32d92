#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace vedette::model {

/// Reads a GEP-2257 duration: one to four parts of one to five digits and a unit out of h, m, s,
/// ms ("1h30m", "10s", "500ms"; each unit at most once in that order is not required by the GEP and
/// not by us). Nothing for anything else.
[[nodiscard]] std::optional<Millis> duration_from(std::string_view text);

/// The shortest such text, for messages: 90 s is "1m30s".
[[nodiscard]] std::string to_text(Millis duration);

}  // namespace vedette::model
