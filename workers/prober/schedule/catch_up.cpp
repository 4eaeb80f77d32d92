#include "prober/schedule/catch_up.hpp"

#include <algorithm>

namespace vedette::prober {
namespace {

/// So short that a takeover's first second is within the bound too.
constexpr Micros kWindow{250'000};
constexpr double kWindowSeconds = 0.25;

}  // namespace

std::optional<SystemTime> catch_up_after(std::optional<SystemTime> heartbeat_at,
                                         std::optional<SystemTime> done_through, SystemTime now) {
  if (!heartbeat_at || now - *heartbeat_at > kOldestHeartbeat) return std::nullopt;
  return done_through;
}

void CatchUp::count(int shard, Millis interval) {
  Shard& of = shards_[shard];
  of.pacer.add(interval / 2);  // twice the rate
  const double rate = 1000.0 / static_cast<double>(interval.count());
  of.rate += rate;
  rate_ += rate;
}

void CatchUp::started(SystemTime now) {
  // A clock that was set back leaves nothing behind.
  while (!recent_.empty() && (now - recent_.front() >= kWindow || recent_.back() > now)) {
    recent_.pop_front();
  }
  recent_.push_back(now);
}

Micros CatchUp::until_calm(SystemTime now) const {
  if (!owned_ || shards_.empty()) return Micros(0);
  const double steady = rate_ / static_cast<double>(shards_.size()) * static_cast<double>(*owned_);
  const auto most =
      static_cast<std::size_t>(std::max(kFewStarts, kMostStarts * steady * kWindowSeconds));
  if (recent_.size() < most) return Micros(0);
  // The start that must lie a window back for one more to be within the bound.
  const Micros passed = now - recent_[recent_.size() - most];
  return passed < Micros(0) ? Micros(0) : std::max(kWindow - passed, Micros(0));
}

void CatchUp::owe(int shard, const OwedSlot& owed) {
  shards_[shard].owed.push(owed);
  ++size_;
}

std::optional<CatchUp::Turn> CatchUp::take(SystemTime now) {
  if (size_ == 0) return std::nullopt;
  const bool calm = until_calm(now) == Micros(0);
  std::map<int, Shard>::value_type* first = nullptr;
  for (auto& each : shards_) {
    const Shard& shard = each.second;
    if (shard.owed.empty()) continue;
    const bool expired = shard.owed.top().expires < now;
    if (!expired && (!calm || shard.pacer.until_ready(now) > Micros(0))) continue;
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
  const Micros calm = until_calm(now);
  for (const auto& [number, shard] : shards_) {
    if (shard.owed.empty()) continue;
    const Micros turn = std::max(calm, shard.pacer.until_ready(now));
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
  rate_ = std::max(0.0, rate_ - place->second.rate);
  shards_.erase(place);
  return left;
}

}  // namespace vedette::prober
