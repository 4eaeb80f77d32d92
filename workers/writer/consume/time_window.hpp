#pragma once

#include <chrono>

#include "base/clock.hpp"

namespace vedette::writer {

using Day = std::chrono::sys_days;

/// Which slots are stored: from the first day that retention keeps to a day ahead of now. A pure
/// value, made anew for each batch.
struct TimeWindow {
  enum class Side { Inside, TooOld, TooNew };

  SystemTime oldest;  ///< inclusive; the start of a UTC day
  SystemTime newest;  ///< inclusive

  [[nodiscard]] Side side_of(SystemTime scheduled_at) const {
    if (scheduled_at < oldest) return Side::TooOld;
    return scheduled_at > newest ? Side::TooNew : Side::Inside;
  }
};

/// How far ahead of our clock a prober's may be.
inline constexpr std::chrono::hours kMostAhead{24};

/// REQUIRES: retention ≥ 1 day.
[[nodiscard]] inline TimeWindow make_window(SystemTime now, std::chrono::days retention) {
  return {std::chrono::floor<std::chrono::days>(now) - retention, now + kMostAhead};
}

}  // namespace vedette::writer
