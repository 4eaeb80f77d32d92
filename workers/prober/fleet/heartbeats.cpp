#include "prober/fleet/heartbeats.hpp"

#include "base/utf8.hpp"
#include "prober/fleet/heartbeat.hpp"

namespace vedette::prober {
namespace {

constexpr std::size_t kFileBytes = 256;  // of a file's name

/// The epochs of the operator's files; hand-written ones have none.
std::map<std::string, std::int64_t> epochs_of(const targets::TargetSet& set) {
  std::map<std::string, std::int64_t> epochs;
  for (const targets::LoadedFile& file : set.files) {
    if (file.epoch > 0) epochs[clean_utf8(file.source + "/" + file.file, kFileBytes)] = file.epoch;
  }
  return epochs;
}

}  // namespace

std::set<int> Heartbeats::due(const std::vector<int>& shards, SteadyTime now) {
  if (now >= next_ || from_.probing.targets() != loaded_ || from_.healthy() != healthy_) {
    due_.insert(shards.begin(), shards.end());
  }
  if (now >= next_) next_ = now + kInterval;
  std::set<int> due;
  for (const int shard : shards) {
    if (due_.contains(shard)) due.insert(shard);
  }
  return due;
}

std::map<int, model::ShardHeartbeat> Heartbeats::of(const std::vector<int>& shards) {
  std::map<int, model::ShardHeartbeat> heartbeats;
  if (shards.empty()) return heartbeats;
  if (const auto set = from_.probing.targets(); set != loaded_) {
    loaded_epochs_ = epochs_of(*set);
    loaded_ = set;
  }
  healthy_ = from_.healthy();
  const SystemTime horizon = from_.probing.horizon();  // before the ledger is asked
  for (const int shard : shards) {
    model::ShardHeartbeat& heartbeat = heartbeats[shard];
    heartbeat.location = options_.location;
    heartbeat.prober = options_.prober;
    heartbeat.epoch = from_.ownership.epoch(shard).value_or(0);
    heartbeat.shards = options_.shards;
    heartbeat.at = from_.clock.system_now();
    heartbeat.done_through = done_through(horizon, from_.ledger.earliest(shard), heartbeat.at);
    heartbeat.loaded = loaded_epochs_;
    heartbeat.healthy = healthy_;
  }
  return heartbeats;
}

}  // namespace vedette::prober
