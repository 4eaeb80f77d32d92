#pragma once

#include <optional>

#include "base/clock.hpp"

namespace vedette::prober {

/// How far a shard is done: every slot up to then is acknowledged or counted missed. `horizon`: no
/// slot before it is still to be given out; asked before `earliest_open`, the earliest slot of the
/// shard that was given out and has not ended, nothing when there is none. Never later than `now`.
/// Pure.
[[nodiscard]] SystemTime done_through(SystemTime horizon, std::optional<SystemTime> earliest_open,
                                      SystemTime now);

}  // namespace vedette::prober
