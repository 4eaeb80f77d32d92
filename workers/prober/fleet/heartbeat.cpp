#include "prober/fleet/heartbeat.hpp"

#include <algorithm>

namespace vedette::prober {

SystemTime done_through(SystemTime horizon, std::optional<SystemTime> earliest_open,
                        SystemTime now) {
  constexpr Millis kJustBefore{1};  // slots are whole milliseconds
  const SystemTime next = std::min(horizon, earliest_open.value_or(horizon));
  return std::min(now, next - kJustBefore);
}

}  // namespace vedette::prober
