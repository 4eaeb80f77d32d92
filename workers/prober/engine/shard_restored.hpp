#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/clock.hpp"
#include "model/target_id.hpp"
#include "prober/verdict/verdict.hpp"

namespace vedette::prober {

using RestoredVerdicts = std::unordered_map<model::TargetId, VerdictState>;

/// What is known of a shard once its states were read to their end, or as far as there was time.
struct ShardRestored {
  int shard = 0;
  std::int64_t epoch = 0;  ///< of the new owner, Unix ms, > 0; every result carries it
  /// When the latest heartbeat of the owner before was made, and its doneThrough: every slot up to
  /// then is acknowledged or counted missed. Absent = there is none.
  std::optional<SystemTime> heartbeat_at = std::nullopt;
  std::optional<SystemTime> done_through = std::nullopt;
  /// How many shards the new owner has by its last assignment. Absent = that does not matter.
  std::optional<std::size_t> owned_shards = std::nullopt;
  /// Of the targets of this shard that have a state. Null = there are none.
  std::shared_ptr<const RestoredVerdicts> verdicts = nullptr;
};

}  // namespace vedette::prober
