#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/shard_heartbeat.hpp"

namespace vedette::model {

/// The key of a heartbeat: "#shard/<location>". No state's key begins so.
[[nodiscard]] std::string heartbeat_key(std::string_view location);
[[nodiscard]] bool is_heartbeat_key(std::string_view key);

/// The value: one JSON object; what does not apply is absent, and so is what the key says.
[[nodiscard]] std::string to_json(const ShardHeartbeat& heartbeat);

/// Reads a heartbeat from key and value. Unknown fields are ignored. Invalid, naming the field,
/// when the key is no heartbeat's, a field is of the wrong type or range, or one of these is
/// missing: prober, epoch, shards, at.
[[nodiscard]] Result<ShardHeartbeat> shard_heartbeat_from(std::string_view key,
                                                          std::string_view json);

}  // namespace vedette::model
