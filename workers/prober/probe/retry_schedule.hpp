#pragma once

#include "base/clock.hpp"

namespace vedette::prober {

/// How c-ares asks: each nameserver in turn, `tries` rounds, waiting `timeout` in the first round
/// and twice as long in each further one.
struct RetrySchedule {
  Millis timeout{1000};
  int tries = 1;

  bool operator==(const RetrySchedule&) const = default;
};

/// The schedule that spreads over `budget`: three rounds when each nameserver then gets 150 ms,
/// else two when it gets 100 ms, else one. Budgets are rounded up to a row of steps √2 apart, so
/// that few schedules exist: c-ares 1.18 takes one per channel. It therefore may go on a little
/// after the budget, which the resolver's own timer ends. Pure. REQUIRES: servers > 0.
[[nodiscard]] RetrySchedule retry_schedule(std::chrono::nanoseconds budget, int servers);

}  // namespace vedette::prober
