#pragma once

#include <optional>

#include "base/clock.hpp"
#include "targets/document/field.hpp"

namespace vedette::targets {

/// A GEP-2257 duration in [low, high]. Nothing when absent or refused.
[[nodiscard]] std::optional<Millis> read_duration(const Field& field, Millis low, Millis high);

}  // namespace vedette::targets
