#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace vedette::bench {

struct FloorOptions {
  std::uint16_t port = 0;  ///< on 127.0.0.1
  std::string path;
  std::string ca_file;  ///< empty: plain HTTP
  std::string pattern;  ///< RE2; a page without it is not found
  std::size_t probes = 0;
  std::size_t in_flight = 1;
  double rate = 0;  ///< per second; 0: as fast as `in_flight` allows
};

/// Fetches a page again and again, each time over a new, verified connection: epoll, OpenSSL on the
/// socket, a search in the body, and nothing else. What no engine can undercut. Returns how many
/// times the page was found; throws std::runtime_error when it cannot begin.
[[nodiscard]] std::size_t run_floor(const FloorOptions& options);

}  // namespace vedette::bench
