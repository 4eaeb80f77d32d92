#pragma once

#include <algorithm>

#include "base/clock.hpp"
#include "base/require.hpp"

namespace vedette::prober {

/// Spaces starts evenly, one each 1/rate. Quiet times give no credit beyond kCredit, which makes up
/// for a timer that wakes late. The rate is the larger of a least one and what the targets need.
/// Not thread-safe.
class Pacer {
 public:
  static constexpr Micros kCredit{10'000};

  /// REQUIRES: least_rate > 0, in starts per second.
  explicit Pacer(double least_rate) : least_rate_(least_rate) {
    require(least_rate > 0, "a pacer needs a rate above zero");
  }

  /// A target that is started once per `interval` came or went.
  void add(Millis interval) { steady_rate_ += 1000.0 / static_cast<double>(interval.count()); }
  void remove(Millis interval) { steady_rate_ -= 1000.0 / static_cast<double>(interval.count()); }

  /// How long until the next start may happen; zero = now. A turn further away than the pace, which
  /// a clock that was set back leaves behind, counts for nothing.
  [[nodiscard]] Micros until_ready(SystemTime now) const {
    if (next_ <= now || next_ - now > step()) return Micros(0);
    return next_ - now;
  }

  /// A start happens now.
  void use(SystemTime now) { next_ = std::clamp(next_, now - kCredit, now) + step(); }

 private:
  [[nodiscard]] Micros step() const {
    return Micros(static_cast<long>(1e6 / std::max(least_rate_, steady_rate_)));
  }

  double least_rate_;
  double steady_rate_ = 0;
  SystemTime next_;
};

}  // namespace vedette::prober
