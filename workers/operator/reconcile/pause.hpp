#pragma once

#include <stop_token>

#include "base/clock.hpp"

namespace vedette::op {

/// Waits, or returns at once when asked to stop.
void pause(const std::stop_token& stop, Millis wait);

}  // namespace vedette::op
