#pragma once

#include <cstddef>
#include <optional>

#include "base/clock.hpp"

namespace vedette::op {

/// When pods are poked after a write: at once and after 1, 3 and 10 s, because kubelet may not have
/// seen the new object yet; after 30 and 60 s too when a watch of ours broke in the minute before
/// the write or since, for kubelet's own watches then come back late (observed after a crash of the
/// API server). Reads no clock. Not thread-safe.
class PokeSchedule {
 public:
  /// Begins anew: the latest write is the one that matters.
  void wrote(SteadyTime now);

  /// When to look next; nothing until something is written.
  [[nodiscard]] std::optional<SteadyTime> next() const;

  /// Whether to poke at `now`; if so, or when that poke is not needed, the next one is planned.
  [[nodiscard]] bool take(SteadyTime now, std::optional<SteadyTime> watch_broke);

 private:
  std::optional<SteadyTime> wrote_;
  std::size_t done_ = 0;
};

}  // namespace vedette::op
