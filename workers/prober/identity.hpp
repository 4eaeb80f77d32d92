#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace vedette::prober {

/// Who probes.
struct Identity {
  std::string location;
  std::string prober;      ///< its own name, else the pod's or machine's
  std::int64_t epoch = 0;  ///< start of the process, Unix ms
};

/// The identity of a process that starts `now`. An empty `name` stands for the host's.
[[nodiscard]] Identity make_identity(std::string location, std::string_view name, SystemTime now);

}  // namespace vedette::prober
