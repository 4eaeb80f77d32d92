#pragma once

#include <cstdint>
#include <iosfwd>

#include "base/clock.hpp"

namespace vedette::bench {

/// Answers each request on 127.0.0.1:`port` after `delay`, and writes a line for each to `log`: the
/// number at the end of the request's path, when the request was there and when its answer was
/// sent (both Unix µs), and how many requests waited then. Runs until SIGTERM.
void run_slow_server(std::uint16_t port, Millis delay, std::ostream& log);

}  // namespace vedette::bench
