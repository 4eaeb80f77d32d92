#include "prober/fleet/ownership.hpp"

#include <algorithm>

#include "base/require.hpp"

namespace vedette::prober {

OwnershipChanges Ownership::assigned(const std::set<int>& shards, SteadyTime now,
                                     std::int64_t unix_ms) {
  revoked_ = false;
  last_assignment_ = now;
  last_assignment_ms_ = unix_ms;
  OwnershipChanges changes;
  for (auto place = shards_.begin(); place != shards_.end();) {
    auto& [number, shard] = *place;
    if (shards.contains(number)) {
      shard.unread = true;
      ++place;
    } else if (shard.restore_ends) {
      changes.dropped.push_back(number);
      place = shards_.erase(place);
    } else {
      if (!shard.probed_until) shard.probed_until = now + kGrace;
      ++place;
    }
  }
  for (const int number : shards) {
    const auto place = shards_.find(number);
    if (place != shards_.end() && !place->second.probed_until) continue;  // ours before
    if (place != shards_.end()) changes.dropped.push_back(number);        // another's meanwhile
    changes.started.push_back(number);
    shards_[number] = started();
  }
  std::ranges::sort(changes.dropped);
  return changes;
}

OwnershipChanges Ownership::read_to_end(int number, std::int64_t highest_epoch) {
  OwnershipChanges changes;
  const auto place = shards_.find(number);
  if (place == shards_.end() || place->second.probed_until) return changes;
  Shard& shard = place->second;
  shard.unread = false;
  if (shard.epoch && highest_epoch > *shard.epoch) {  // it had another owner after us
    changes.dropped.push_back(number);
    changes.started.push_back(number);
    shard = started();
  }
  if (!shard.restore_ends) return changes;
  shard.restore_ends.reset();
  changes.restored.push_back(number);
  return changes;
}

OwnershipChanges Ownership::tick(SteadyTime now) {
  OwnershipChanges changes;
  for (auto place = shards_.begin(); place != shards_.end();) {
    auto& [number, shard] = *place;
    if (shard.probed_until && now >= *shard.probed_until) {
      changes.dropped.push_back(number);
      place = shards_.erase(place);
      continue;
    }
    if (shard.restore_ends && now >= *shard.restore_ends) {
      shard.restore_ends.reset();
      changes.restored.push_back(number);
    }
    ++place;
  }
  return changes;
}

std::int64_t Ownership::fix_epoch(int number, std::int64_t highest_epoch) {
  const auto place = shards_.find(number);
  require(place != shards_.end() && !place->second.restore_ends && !place->second.epoch,
          "an epoch is fixed once, when a restore has ended");
  place->second.epoch = std::max(last_assignment_ms_, highest_epoch + 1);
  return *place->second.epoch;
}

std::set<int> Ownership::probed() const {
  std::set<int> numbers;
  for (const auto& [number, shard] : shards_) numbers.insert(numbers.end(), number);
  return numbers;
}

std::vector<int> Ownership::writable() const {
  std::vector<int> numbers;
  for (const auto& [number, shard] : shards_) {
    if (may_write(number)) numbers.push_back(number);
  }
  return numbers;
}

bool Ownership::may_write(int number) const {
  const auto place = shards_.find(number);
  return !revoked_ && place != shards_.end() && place->second.epoch && !place->second.probed_until;
}

bool Ownership::is_restoring(int number) const {
  const auto place = shards_.find(number);
  return place != shards_.end() && place->second.restore_ends.has_value();
}

std::optional<std::int64_t> Ownership::epoch(int number) const {
  const auto place = shards_.find(number);
  return place == shards_.end() ? std::nullopt : place->second.epoch;
}

std::optional<SteadyTime> Ownership::owned_since(int number) const {
  const auto place = shards_.find(number);
  if (place == shards_.end()) return std::nullopt;
  const Shard& shard = place->second;
  return shard.probed_until || shard.unread ? std::nullopt : std::optional(shard.since);
}

std::vector<int> Ownership::leaving() const {
  std::vector<int> numbers;
  for (const auto& [number, shard] : shards_) {
    if (shard.probed_until && shard.epoch) numbers.push_back(number);
  }
  return numbers;
}

std::size_t Ownership::assigned_shards() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(shards_, [](const auto& entry) { return !entry.second.probed_until; }));
}

std::size_t Ownership::restoring_shards() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      shards_, [](const auto& entry) { return entry.second.restore_ends.has_value(); }));
}

std::vector<ShardStanding> Ownership::standings(int shards) const {
  std::vector<ShardStanding> standings(static_cast<std::size_t>(shards));
  for (const auto& [number, shard] : shards_) {
    standings.at(static_cast<std::size_t>(number)) = {.probed = true,
                                                      .owned = !revoked_ && !shard.probed_until,
                                                      .restoring = shard.restore_ends.has_value(),
                                                      .epoch = shard.epoch};
  }
  return standings;
}

}  // namespace vedette::prober
