#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace vedette::prober {

/// A moment on the clock that stands still while the machine is suspended, and on the one that does
/// not (CLOCK_BOOTTIME).
struct Moment {
  SteadyTime steady;
  Micros boot{0};
};

[[nodiscard]] Moment moment_now();

/// Knows when an engine could not see what its probes saw: because its loop was late, because the
/// process was frozen (both make a tick late), or because the machine was suspended (the two clocks
/// part). Pure but for moment_now(). Not thread-safe.
class StallMonitor {
 public:
  static constexpr Millis kTick{50};
  /// A loop that is later than this is stalled.
  static constexpr Millis kStall{250};

  explicit StallMonitor(Moment now) : last_(now) {}

  /// The tick that was due kTick after the one before. Returns how late it is.
  Micros tick(Moment now) {
    const Micros lag = lag_at(now);
    if (lag > kStall) {
      last_stall_ = now.steady;
      ++stalls_;
    }
    last_ = now;
    return lag;
  }

  /// Whether the loop was stalled at some time from `start` to `now`, or is being so.
  [[nodiscard]] bool stalled_since(SteadyTime start, Moment now) const {
    return (last_stall_ && *last_stall_ >= start) || lag_at(now) > kStall;
  }

  [[nodiscard]] std::uint64_t stalls() const { return stalls_; }

 private:
  [[nodiscard]] Micros lag_at(Moment now) const {
    const auto awake = std::chrono::duration_cast<Micros>(now.steady - last_.steady);
    const Micros suspended = std::max(Micros(0), now.boot - last_.boot - awake);
    return std::max(Micros(0), awake - kTick) + suspended;
  }

  Moment last_;
  std::optional<SteadyTime> last_stall_;  // the end of the latest
  std::uint64_t stalls_ = 0;
};

}  // namespace vedette::prober
