#pragma once

#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace vedette::prober {

/// Who probes.
struct Identity {
  std::string location;
  std::string prober;      ///< the pod's or machine's name
  std::int64_t epoch = 0;  ///< start of the process, Unix ms
};

/// The identity of a process that starts `now`.
[[nodiscard]] Identity make_identity(std::string location, SystemTime now);

}  // namespace vedette::prober
