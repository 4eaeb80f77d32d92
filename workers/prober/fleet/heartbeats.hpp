#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "model/shard_heartbeat.hpp"
#include "prober/fleet/fleet_options.hpp"
#include "prober/fleet/ownership.hpp"
#include "prober/fleet/shard_probing.hpp"
#include "prober/publish/slot_ledger.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// What heartbeats tell of. All of it must outlive them.
struct HeartbeatSources {
  const Clock& clock;
  const ShardProbing& probing;
  const SlotLedger& ledger;
  const Ownership& ownership;
  std::function<bool()> healthy;
};

/// Which shards' heartbeats are due, and what they say. Not thread-safe.
class Heartbeats {
 public:
  /// How often each shard's heartbeat is written.
  static constexpr Millis kInterval{5'000};

  Heartbeats(const FleetOptions& options, HeartbeatSources sources)
      : options_(options), from_(std::move(sources)) {}

  /// The shard's is due at once.
  void hurry(int shard) { due_.insert(shard); }

  /// Those of these shards whose heartbeat is due: all each kInterval, and at once when the target
  /// files or the health have changed; each until sent().
  [[nodiscard]] std::set<int> due(const std::vector<int>& shards, SteadyTime now);

  /// What the heartbeats of shards that are owned and restored say now.
  [[nodiscard]] std::map<int, model::ShardHeartbeat> of(const std::vector<int>& shards);

  void sent(int shard) { due_.erase(shard); }

 private:
  const FleetOptions& options_;
  HeartbeatSources from_;
  std::set<int> due_;
  SteadyTime next_;
  // What the last ones told.
  std::shared_ptr<const targets::TargetSet> loaded_;
  std::map<std::string, std::int64_t> loaded_epochs_;  // of its files
  bool healthy_ = true;
};

}  // namespace vedette::prober
