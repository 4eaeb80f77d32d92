#pragma once

#include <chrono>

namespace vedette {

using Micros = std::chrono::microseconds;
using Millis = std::chrono::milliseconds;

/// Wall-clock time, UTC, in microseconds: what rows and messages carry.
using SystemTime = std::chrono::sys_time<Micros>;
/// Monotonic time: what durations and deadlines are measured with.
using SteadyTime = std::chrono::steady_clock::time_point;

/// The two clocks of a process. Pure code takes times as arguments; only thin shells hold a Clock.
/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual SystemTime system_now() const = 0;
  [[nodiscard]] virtual SteadyTime steady_now() const = 0;
};

/// The machine's own clocks.
class RealClock final : public Clock {
 public:
  [[nodiscard]] SystemTime system_now() const override {
    return std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now());
  }
  [[nodiscard]] SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace vedette
