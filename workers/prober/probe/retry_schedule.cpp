#include "prober/probe/retry_schedule.hpp"

#include <algorithm>

namespace vedette::prober {
namespace {

constexpr std::chrono::microseconds kLeast = std::chrono::milliseconds(10);
constexpr std::chrono::microseconds kMost = std::chrono::seconds(20);

/// The least step that is not below `budget`.
std::chrono::microseconds round_up(std::chrono::nanoseconds budget) {
  constexpr long kSqrt2Thousandths = 1414;
  auto step = kLeast;
  for (bool half = false; step < budget && step < kMost; half = !half) {
    step = half ? step * 2000 / kSqrt2Thousandths : step * kSqrt2Thousandths / 1000;
  }
  return step;
}

}  // namespace

RetrySchedule retry_schedule(std::chrono::nanoseconds budget, int servers) {
  const auto each = round_up(budget) / servers;
  const auto shares = [each](int parts) {
    return std::max(std::chrono::duration_cast<Millis>(each / parts), Millis(1));
  };
  // Rounds of t, 2t, 4t take 7t; of t, 2t 3t.
  if (shares(7) >= Millis(150)) {
    return {shares(7), 3};
  }
  if (shares(3) >= Millis(100)) {
    return {shares(3), 2};
  }
  return {shares(1), 1};
}

}  // namespace vedette::prober
