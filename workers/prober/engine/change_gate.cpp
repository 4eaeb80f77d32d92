#include "prober/engine/change_gate.hpp"

#include <cstddef>

#include "base/require.hpp"

namespace vedette::prober {

bool changes_things(model::Method method) {
  return method == model::Method::Post || method == model::Method::Put ||
         method == model::Method::Patch || method == model::Method::Delete;
}

ChangeGate::ChangeGate(int shards, Millis session)
    : session_(session), owned_since_(static_cast<std::size_t>(shards)) {
  require(shards > 0, "there is at least one shard");
  for (auto& since : owned_since_) since = kNever;
}

void ChangeGate::allow(int shard, SteadyTime since) {
  owned_since_.at(static_cast<std::size_t>(shard)) = to_ticks(since);
}

void ChangeGate::forbid(int shard) { owned_since_.at(static_cast<std::size_t>(shard)) = kNever; }

bool ChangeGate::may_change_things(int shard, SteadyTime now, Millis timeout) const {
  if (open_) return true;
  const Ticks since = owned_since_.at(static_cast<std::size_t>(shard));
  const Ticks poll = last_poll_;
  if (since == kNever || poll == kNever) return false;
  const auto age = [now](Ticks then) { return now - SteadyTime(SteadyTime::duration(then)); };
  return age(poll) <= kLongestSilence && age(since) >= session_ + timeout;
}

}  // namespace vedette::prober
