#pragma once

#include "base/clock.hpp"

namespace vedette::prober {

/// As Prometheus counts time.
[[nodiscard]] inline double to_seconds(Micros time) {
  return static_cast<double>(time.count()) / 1e6;
}

}  // namespace vedette::prober
