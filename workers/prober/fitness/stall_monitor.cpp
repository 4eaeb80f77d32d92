#include "prober/fitness/stall_monitor.hpp"

#include <ctime>

namespace vedette::prober {

Moment moment_now() {
  timespec boot{};
  clock_gettime(CLOCK_BOOTTIME, &boot);
  return {std::chrono::steady_clock::now(),
          Micros(boot.tv_sec * 1'000'000L + boot.tv_nsec / 1'000)};
}

}  // namespace vedette::prober
