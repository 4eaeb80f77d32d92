#include "prober/fleet/state_table.hpp"

#include <algorithm>

namespace vedette::prober {

void StateTable::read(int number, const model::TargetState& state, SystemTime appended) {
  Shard& shard = shards_[number];
  shard.highest_epoch = std::max(shard.highest_epoch, state.epoch);
  const auto [place, is_new] = shard.entries.try_emplace(state.id);
  Entry& entry = place->second;
  if (is_new || rank_of(state) >= rank_of(entry.state)) {
    entry.state = state;
    entry.written = appended;
  }
  entry.in_log = state.epoch;
  if (shard.restored) repair_if_overwritten(shard, entry);
}

void StateTable::read(int number, const model::ShardHeartbeat& heartbeat) {
  Shard& shard = shards_[number];
  shard.highest_epoch = std::max(shard.highest_epoch, heartbeat.epoch);
  if (!shard.heartbeat || newer(heartbeat, *shard.heartbeat)) shard.heartbeat = heartbeat;
}

void StateTable::changed(int number, const model::TargetState& state) {
  const auto ours = shards_.find(number);
  if (ours == shards_.end()) return;
  Shard& shard = ours->second;
  const auto [place, is_new] = shard.entries.try_emplace(state.id);
  if (!is_new && newer(place->second.state, state)) return;
  place->second.state = state;
  shard.dirty.insert(state.id);
}

void StateTable::restored(int number) {
  Shard& shard = shards_[number];
  shard.restored = true;
  for (const auto& [id, entry] : shard.entries) repair_if_overwritten(shard, entry);
}

void StateTable::forget(int number) { shards_.erase(number); }

std::vector<const model::TargetState*> StateTable::states(int number) const {
  std::vector<const model::TargetState*> all;
  const auto place = shards_.find(number);
  if (place == shards_.end()) return all;
  all.reserve(place->second.entries.size());
  for (const auto& [id, entry] : place->second.entries) all.push_back(&entry.state);
  return all;
}

std::optional<model::ShardHeartbeat> StateTable::heartbeat(int number) const {
  const auto place = shards_.find(number);
  return place == shards_.end() ? std::nullopt : place->second.heartbeat;
}

std::int64_t StateTable::highest_epoch(int number) const {
  const auto place = shards_.find(number);
  return place == shards_.end() ? 0 : place->second.highest_epoch;
}

std::vector<StateWrite> StateTable::take_writes(int number, std::size_t most) {
  std::vector<StateWrite> writes;
  const auto place = shards_.find(number);
  if (place == shards_.end()) return writes;
  Shard& shard = place->second;
  while (writes.size() < most && !shard.dirty.empty()) {
    const model::TargetId id = *shard.dirty.begin();
    shard.dirty.erase(shard.dirty.begin());
    Entry& entry = shard.entries.at(id);
    entry.ticket = ++last_ticket_;
    tickets_[entry.ticket] = {number, id};
    writes.push_back({entry.ticket, &entry.state});
  }
  return writes;
}

void StateTable::reported(std::uint64_t ticket, bool stored, SystemTime now) {
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return;
  const Place where = found->second;
  tickets_.erase(found);
  const auto shard = shards_.find(where.shard);
  if (shard == shards_.end()) return;
  const auto entry = shard->second.entries.find(where.id);
  // A later write of the same state is under way or was made: its report decides.
  if (entry == shard->second.entries.end() || entry->second.ticket != ticket) return;
  entry->second.ticket = 0;
  if (stored) {
    entry->second.written = now;
  } else {
    shard->second.dirty.insert(where.id);
  }
}

void StateTable::refresh(int number, SystemTime now,
                         const std::function<bool(const model::TargetId&)>& alive) {
  const auto place = shards_.find(number);
  if (place == shards_.end()) return;
  Shard& shard = place->second;
  for (const auto& [id, entry] : shard.entries) {
    if (entry.ticket == 0 && now - entry.written >= kRefresh && alive(id)) shard.dirty.insert(id);
  }
}

std::size_t StateTable::unwritten() const {
  std::size_t count = tickets_.size();
  for (const auto& [number, shard] : shards_) count += shard.dirty.size();
  return count;
}

void StateTable::repair_if_overwritten(Shard& shard, const Entry& entry) {
  if (!entry.in_log || *entry.in_log >= entry.state.epoch) return;
  if (shard.dirty.insert(entry.state.id).second) ++repairs_;
}

}  // namespace vedette::prober
