#include "prober/fleet/heartbeat.hpp"

#include <algorithm>

namespace vedette::prober {

SystemTime done_through(std::optional<SystemTime> horizon, std::optional<SystemTime> earliest_open,
                        SystemTime now) {
  constexpr Millis kJustBefore{1};  // slots are whole milliseconds
  SystemTime done = now;
  for (const auto& next : {horizon, earliest_open}) {
    if (next) done = std::min(done, *next - kJustBefore);
  }
  return done;
}

}  // namespace vedette::prober
