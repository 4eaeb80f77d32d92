#include "support/processor_wait.hpp"

#include <chrono>
#include <cstdint>
#include <fstream>

namespace vedette::test {

Micros waited_for_a_processor() {
  std::int64_t on_processor = 0;
  std::int64_t waiting = 0;  // nanoseconds
  std::ifstream("/proc/thread-self/schedstat") >> on_processor >> waiting;
  return std::chrono::duration_cast<Micros>(std::chrono::nanoseconds(waiting));
}

}  // namespace vedette::test
