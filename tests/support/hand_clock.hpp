#pragma once

#include "base/clock.hpp"

namespace vedette::test {

/// Both clocks, moved by hand.
class HandClock final : public Clock {
 public:
  [[nodiscard]] SystemTime system_now() const override {
    return SystemTime(Millis(1'795'446'000'000)) + std::chrono::duration_cast<Micros>(passed);
  }
  [[nodiscard]] SteadyTime steady_now() const override {
    return SteadyTime(std::chrono::hours(1)) + passed;
  }
  Millis passed{0};
};

}  // namespace vedette::test
