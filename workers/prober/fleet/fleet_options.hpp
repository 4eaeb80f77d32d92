#pragma once

#include <string>

#include "base/clock.hpp"

namespace vedette::prober {

/// How the probers of a location share its targets.
enum class Sharding {
  None,   ///< one prober has all shards
  Kafka,  ///< a consumer group assigns them
};

struct FleetOptions {
  Sharding sharding = Sharding::None;
  int shards = 64;
  std::string location;
  std::string prober;
  Millis session_timeout{6'000};  ///< of the group
};

}  // namespace vedette::prober
