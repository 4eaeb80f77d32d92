#pragma once

#include <string_view>

#include "base/clock.hpp"
#include "model/target_id.hpp"

namespace vedette::model {

/// A target's slots at a location: phase + k·interval of Unix time. Prober and SQL compute the
/// same grid, so that a gap is a slot without a row.
struct SlotGrid {
  Millis interval{0};  ///< > 0
  Millis phase{0};     ///< in [0, interval)

  /// The latest slot at or before `time`.
  [[nodiscard]] SystemTime at_or_before(SystemTime time) const;
  /// The earliest slot at or after `time`.
  [[nodiscard]] SystemTime at_or_after(SystemTime time) const;

  bool operator==(const SlotGrid&) const = default;
};

/// Phase = first eight bytes of SHA-256("id/location"), big-endian, modulo the interval in
/// milliseconds: spreads targets over the interval and locations over each other without jitter.
/// REQUIRES: interval > 0.
[[nodiscard]] SlotGrid make_grid(const TargetId& id, std::string_view location, Millis interval);

}  // namespace vedette::model
