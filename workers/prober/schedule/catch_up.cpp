#include "prober/schedule/catch_up.hpp"

#include <algorithm>

namespace vedette::prober {

std::optional<SystemTime> catch_up_after(std::optional<SystemTime> heartbeat_at,
                                         std::optional<SystemTime> done_through, SystemTime now) {
  if (!heartbeat_at || now - *heartbeat_at > kOldestHeartbeat) return std::nullopt;
  return done_through;
}

void CatchUp::count(int shard, Millis interval) {
  shards_[shard].pacer.add(interval / 2);  // twice the rate
}

void CatchUp::owe(int shard, const OwedSlot& owed) {
  shards_[shard].owed.push(owed);
  ++size_;
}

std::optional<CatchUp::Turn> CatchUp::take(SystemTime now) {
  if (size_ == 0) return std::nullopt;
  std::map<int, Shard>::value_type* first = nullptr;
  for (auto& each : shards_) {
    const Shard& shard = each.second;
    if (shard.owed.empty()) continue;
    const bool expired = shard.owed.top().expires < now;
    if (!expired && shard.pacer.until_ready(now) > Micros(0)) continue;
    if (first == nullptr || shard.owed.top().expires < first->second.owed.top().expires) {
      first = &each;
    }
  }
  if (first == nullptr) return std::nullopt;
  Shard& shard = first->second;
  const Turn turn{first->first, shard.owed.top()};
  if (turn.owed.expires >= now) shard.pacer.use(now);
  shard.owed.pop();
  --size_;
  return turn;
}

std::optional<Micros> CatchUp::until_next(SystemTime now) const {
  std::optional<Micros> wait;
  for (const auto& [number, shard] : shards_) {
    if (shard.owed.empty()) continue;
    const Micros turn = shard.pacer.until_ready(now);
    wait = wait ? std::min(*wait, turn) : turn;
  }
  return wait;
}

std::vector<OwedSlot> CatchUp::drop(int shard) {
  std::vector<OwedSlot> left;
  const auto place = shards_.find(shard);
  if (place == shards_.end()) return left;
  auto& owed = place->second.owed;
  for (; !owed.empty(); owed.pop()) left.push_back(owed.top());
  size_ -= left.size();
  shards_.erase(place);
  return left;
}

}  // namespace vedette::prober
