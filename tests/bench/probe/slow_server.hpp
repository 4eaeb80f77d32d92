#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "base/clock.hpp"

namespace vedette::bench {

struct SlowServerOptions {
  std::uint16_t port = 0;        ///< on 127.0.0.1
  Millis delay{0};               ///< between a request and its answer
  std::string certificate_file;  ///< PEM; empty: plain HTTP
  std::string key_file;
};

/// Answers each request after a delay, and writes a line for each to `log`: the number at the end
/// of the request's path, when its connection was accepted and when its answer was sent (both Unix
/// µs), and how many requests waited then. Runs until SIGTERM. Throws std::exception when it cannot
/// begin.
void run_slow_server(const SlowServerOptions& options, std::ostream& log);

}  // namespace vedette::bench
