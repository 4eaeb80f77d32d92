#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "story.hpp"
#include "support/prober/rig.hpp"

namespace vedette::test {

/// Slots that were expected in [from, to) and have no row, one line each: target and slot.
[[nodiscard]] std::vector<std::string> missing_slots(const std::string& database, SystemTime from,
                                                     SystemTime to);

/// How often a row says another verdict, or since another time, than a machine that saw all rows of
/// its target in the order of their slots. One line each.
[[nodiscard]] std::vector<std::string> broken_verdicts(const std::string& database,
                                                       int failure_threshold);

/// The most starts of one prober in one second, as a multiple of the starts that the targets need
/// per second and prober of the group at that time.
struct Burst {
  double times = 0;
  int starts = 0;
  std::string prober;
  SystemTime second;
};
[[nodiscard]] Burst largest_burst(const std::vector<Stored>& results, const Story& story,
                                  double starts_per_second, SystemTime from, SystemTime to);

}  // namespace vedette::test
