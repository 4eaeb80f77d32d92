#pragma once

#include <algorithm>
#include <random>

#include "base/clock.hpp"

namespace vedette {

/// How long to wait before the next try: exponential with full jitter, so that many clients of one
/// broken neighbour do not come back together (Brooker, "Exponential Backoff And Jitter", 2015).
/// Not thread-safe.
class Backoff {
 public:
  /// The n-th wait is uniform in [least, min(first·2ⁿ, most)]. REQUIRES: 0 < least ≤ first ≤ most.
  Backoff(Millis first, Millis most, unsigned seed, Millis least = Millis(50))
      : first_(first), most_(most), least_(least), ceiling_(first), random_(seed) {
    random_.discard(2);  // the first numbers of this generator are as small as the seed
  }

  /// The next wait; each call doubles the ceiling.
  [[nodiscard]] Millis next() {
    std::uniform_int_distribution<long> pick(least_.count(), ceiling_.count());
    const Millis wait(pick(random_));
    ceiling_ = std::min(most_, ceiling_ * 2);
    return wait;
  }

  /// Call after a success: the next failure starts over.
  void reset() { ceiling_ = first_; }

 private:
  Millis first_;
  Millis most_;
  Millis least_;
  Millis ceiling_;
  std::minstd_rand random_;
};

}  // namespace vedette
