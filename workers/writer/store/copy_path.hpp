#pragma once

#include <chrono>
#include <optional>

#include "base/clock.hpp"

namespace vedette::writer {

/// Which way the next batch goes. After a duplicate key the slow path is taken, because duplicates
/// come in runs (a redelivery after a crash) and every failed COPY was for nothing; it is left
/// after a batch without a duplicate, or 60 s. Pure.
class CopyPath {
 public:
  [[nodiscard]] bool slow(SteadyTime now) const { return slow_until_ && now < *slow_until_; }
  void saw_duplicates(SteadyTime now) {
    if (!slow(now)) slow_until_ = now + kLongest;
  }
  void saw_clean_batch() { slow_until_.reset(); }

 private:
  static constexpr std::chrono::seconds kLongest{60};
  std::optional<SteadyTime> slow_until_;
};

}  // namespace vedette::writer
