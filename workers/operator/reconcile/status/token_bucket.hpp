#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.hpp"

namespace vedette::op {

/// Allows `rate` things a second on average and `burst` at once after a quiet time. Reads no clock.
/// Not thread-safe.
class TokenBucket {
 public:
  /// Begins full. REQUIRES: rate > 0, burst ≥ 1.
  TokenBucket(double rate, double burst, SteadyTime now)
      : rate_(rate), burst_(burst), tokens_(burst), filled_at_(now) {}

  /// How long to wait before the next thing; zero when it may happen now, and then it is counted.
  [[nodiscard]] Millis take(SteadyTime now) {
    const std::chrono::duration<double> passed = now - filled_at_;
    tokens_ = std::min(burst_, tokens_ + passed.count() * rate_);
    filled_at_ = now;
    if (tokens_ >= 1) {
      tokens_ -= 1;
      return Millis(0);
    }
    return std::chrono::ceil<Millis>(std::chrono::duration<double>((1 - tokens_) / rate_));
  }

 private:
  double rate_;
  double burst_;
  double tokens_;
  SteadyTime filled_at_;
};

}  // namespace vedette::op
