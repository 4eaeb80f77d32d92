#pragma once

#include <atomic>

#include "base/clock.hpp"

namespace vedette::op::test {

/// Both clocks stand until the test moves them. Thread-safe.
class InventedClock final : public Clock {
 public:
  [[nodiscard]] SystemTime system_now() const override { return system_; }
  [[nodiscard]] SteadyTime steady_now() const override { return steady_; }

  void advance(Millis by) {
    system_ = system_.load() + by;
    steady_ = steady_.load() + by;
  }
  /// Somebody sets the wall clock.
  void set_back(Millis by) { system_ = system_.load() - by; }

 private:
  std::atomic<SystemTime> system_{SystemTime(std::chrono::hours(24 * 365 * 56))};
  std::atomic<SteadyTime> steady_{SteadyTime(std::chrono::hours(1))};
};

}  // namespace vedette::op::test
