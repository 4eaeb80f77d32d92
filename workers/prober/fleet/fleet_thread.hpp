#pragma once

#include <stop_token>
#include <thread>

#include "prober/fleet/fleet.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

/// The thread "fleet", which steps until it is told to leave. `fleet` and `health` must outlive it.
class FleetThread {
 public:
  FleetThread(Fleet& fleet, runtime::Health& health);

  /// Lets the fleet leave, and ends the thread; waits for it.
  void leave(Millis deadline);

 private:
  void run(const std::stop_token& stop);

  Fleet& fleet_;
  runtime::Health& health_;
  std::jthread thread_;
};

}  // namespace vedette::prober
