#pragma once

#include <array>
#include <string>
#include <string_view>

namespace vedette::writer {

/// Why a record goes to the dead letters. Closed set: header dlq_reason and a metric's label.
enum class RefusalReason {
  EmptyValue,           ///< no value at all
  UnsupportedType,      ///< ce_type is another event's, or a later version's
  Undecodable,          ///< no JSON, or a field of the identity is missing or wrong
  InvalidLocation,      ///< not [a-z0-9-], 1 … 63: mending would change the identity
  TimestampOutOfRange,  ///< scheduledAt is more than a day in the future
  RejectedByDatabase,   ///< PostgreSQL refuses this one row whatever its neighbours are
};
inline constexpr std::array kRefusalReasons{
    RefusalReason::EmptyValue,          RefusalReason::UnsupportedType,
    RefusalReason::Undecodable,         RefusalReason::InvalidLocation,
    RefusalReason::TimestampOutOfRange, RefusalReason::RejectedByDatabase};

/// "empty_value", "unsupported_type", …
[[nodiscard]] std::string_view to_text(RefusalReason reason);

/// A record that will never be a row, and one sentence that says what was found.
struct Refusal {
  RefusalReason reason = RefusalReason::Undecodable;
  std::string detail;
};

}  // namespace vedette::writer
