#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/clock.hpp"

namespace vedette::model {

/// The owner of a shard at a location says that it is there, and how far it has come. One message
/// of vedette.states, identified by (partition, location).
struct ShardHeartbeat {
  std::string location;
  std::string prober;      ///< the pod's or machine's name
  std::int64_t epoch = 0;  ///< the owner's, Unix ms
  int shards = 0;          ///< how many there are, > 0
  SystemTime at;
  /// Every slot of the shard at or before it is acknowledged by Kafka or counted missed. Absent
  /// when that is not known of any time.
  std::optional<SystemTime> done_through;
  /// "<source>/<file>" → epoch of the target files in effect.
  std::map<std::string, std::int64_t> loaded;
  bool released = false;  ///< the owner's last: its states are written, and the shard is another's
  bool healthy = true;    ///< false: its results are Unknown for now, for a sickness of its own

  bool operator==(const ShardHeartbeat&) const = default;
};

/// Whether `a` outranks `b`, as states do: a later owner's first, then the later one.
[[nodiscard]] inline bool newer(const ShardHeartbeat& a, const ShardHeartbeat& b) {
  return a.epoch != b.epoch ? a.epoch > b.epoch : a.at > b.at;
}

}  // namespace vedette::model
