#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

#include "base/clock.hpp"

namespace vedette::prober {

/// Tells a name that does not resolve from a prober that reaches no nameserver: deaf is who asked
/// for at least three names and heard nothing at all, not even NXDOMAIN, for kSilence. Pure.
class Deafness {
 public:
  static constexpr size_t kNames = 3;
  /// Five seconds, less what a probe with the usual timeout of 10 s has lost before it gives a name
  /// up at half of what is left.
  static constexpr std::chrono::milliseconds kSilence{4900};

  void asked(std::string_view name, SteadyTime now) {
    if (count_ == kNames) {
      return;
    }
    if (count_ == 0) {
      since_ = now;
    }
    const size_t hash = std::hash<std::string_view>{}(name);
    const auto end = names_.begin() + static_cast<std::ptrdiff_t>(count_);
    if (std::find(names_.begin(), end, hash) == end) {
      names_[count_++] = hash;
    }
  }

  /// A nameserver said something, whatever it was.
  void answered() { count_ = 0; }

  [[nodiscard]] bool deaf(SteadyTime now) const {
    return count_ == kNames && now - since_ >= kSilence;
  }

 private:
  std::array<size_t, kNames> names_{};  // hashes of the names asked since the last answer
  size_t count_ = 0;
  SteadyTime since_;  // when the first of them was asked
};

}  // namespace vedette::prober
