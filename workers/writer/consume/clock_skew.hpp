#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace vedette::writer {

/// How far each prober's clock is from the brokers': the least (appended − produced) over the last
/// five minutes. The least, because queues only ever add to it; a clock that is behind shows as a
/// large value, one that is ahead as a negative. Holds at most kMostProbers; further ones are not
/// watched. Not thread-safe.
class ClockSkew {
 public:
  static constexpr size_t kMostProbers = 1000;

  void add(std::string_view prober, Micros appended_minus_produced, SteadyTime now);

  struct Skew {
    std::string_view prober;
    Micros least;
  };
  /// Of every prober met within the last five minutes; forgets the others. The views hold until
  /// the next call.
  [[nodiscard]] std::vector<Skew> least(SteadyTime now);

 private:
  struct Minute {
    std::int64_t number = 0;
    Micros least{0};
  };
  std::map<std::string, std::vector<Minute>, std::less<>> probers_;
};

}  // namespace vedette::writer
