#pragma once

#include <chrono>
#include <cstddef>
#include <ostream>

#include <sys/resource.h>

namespace vedette::bench {

/// What a run of probes in this process took. Starts counting when it is made.
class Cost {
 public:
  /// One line: CPU in µs per probe, seconds, probes that found what they looked for.
  void print(std::ostream& out, std::size_t probes, std::size_t found) const {
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - started_;
    out << (cpu_us() - cpu_before_us_) / static_cast<double>(probes) << ' ' << wall.count() << ' '
        << found << '\n';
  }

 private:
  static double cpu_us() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto micros = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return micros(usage.ru_utime) + micros(usage.ru_stime);
  }

  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  double cpu_before_us_ = cpu_us();
};

}  // namespace vedette::bench
