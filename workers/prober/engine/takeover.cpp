#include "prober/engine/takeover.hpp"

#include <algorithm>
#include <utility>

#include "prober/engine/change_gate.hpp"

namespace vedette::prober {

Takeover::Takeover(Schedule& schedule, Conclusions& conclusions, SlotLedger& ledger,
                   Metrics& metrics, Bounds bounds)
    : schedule_(schedule),
      conclusions_(conclusions),
      ledger_(ledger),
      metrics_(metrics),
      bounds_(bounds) {}

Takeover::Owned& Takeover::owned(int shard) {
  Owned& owned = owned_[shard];
  if (owned.shard == nullptr) owned.shard = std::make_shared<EngineShard>(EngineShard{shard});
  return owned;
}

FirstRun Takeover::admit(const std::shared_ptr<HeldTarget>& held) {
  Owned& of = owned(held->assignment.shard);
  held->shard = of.shard;
  held->settled = of.shard->epoch != 0;
  if (held->settled) return FirstRun::Queued;
  of.unsettled.push_back(held);
  return FirstRun::Unknown;
}

void Takeover::finished(HeldTarget& held, FinishedProbe probe) {
  if (held.settled) return conclusions_.conclude(held, std::move(probe));
  if (held.shard->released) return drop(probe, MissedCause::Handover);
  if (waiting_ >= bounds_.max_waiting) return drop(probe, MissedCause::Restore);
  held.waiting.push_back(std::move(probe));
  ++waiting_;
  metrics_.waiting_results.Increment();
}

Restoration Takeover::begin(ShardRestored restored, std::optional<SystemTime> owed_after) {
  Owned& of = owned(restored.shard);
  of.shard->epoch = restored.epoch;
  if (restored.owned_shards) catch_up_.own(*restored.owned_shards);
  return {.restored = std::move(restored),
          .owed_after = owed_after,
          .targets = std::exchange(of.unsettled, {})};
}

bool Takeover::settle(Restoration& restoration, std::size_t most, SystemTime now) {
  const std::size_t end = std::min(restoration.done + most, restoration.targets.size());
  for (; restoration.done < end; ++restoration.done) {
    settle_one(restoration, *restoration.targets[restoration.done], now);
  }
  return end < restoration.targets.size();
}

void Takeover::settle_one(const Restoration& restoration, HeldTarget& held, SystemTime now) {
  if (held.shard->released) return drop_waiting(held);
  const model::Target& target = *held.assignment.target;
  const ShardRestored& restored = restoration.restored;
  const VerdictState* before = nullptr;
  if (restored.verdicts != nullptr) {
    const auto place = restored.verdicts->find(target.id);
    if (place != restored.verdicts->end()) before = &place->second;
  }
  held.settled = true;
  if (before != nullptr) {
    held.verdict = *before;
    // States are not written for a slot alone; the heartbeat tells how far the slots were done.
    held.verdict.last_slot = std::max(before->last_slot, restored.done_through);
    metrics_.restored_verdicts.Increment();
  }
  if (!held.removed) {
    catch_up_.count(held.shard->number, target.interval);
    if (before == nullptr) {
      schedule_.run_first(target.id);
    } else if (restoration.owed_after) {
      owe(held, *restoration.owed_after, now);
    }
  }
  std::vector<FinishedProbe> waiting = std::exchange(held.waiting, {});
  no_longer_waiting(waiting.size());
  for (FinishedProbe& probe : waiting) conclusions_.conclude(held, std::move(probe));
}

void Takeover::owe(const HeldTarget& held, SystemTime after, SystemTime now) {
  const auto owed = schedule_.owed(held.assignment.target->id, after, now);
  if (!owed) return;
  if (changes_things(held.assignment.target->http.method)) {
    metrics_.missed(MissedCause::Handover).Increment();
    return;
  }
  ledger_.begin({held.shard->number, owed->slot});
  catch_up_.owe(held.shard->number, *owed);
}

void Takeover::release(int shard) {
  const auto place = owned_.find(shard);
  if (place == owned_.end()) return;
  place->second.shard->released = true;
  for (const auto& held : place->second.unsettled) drop_waiting(*held);
  owned_.erase(place);
  for (const OwedSlot& owed : catch_up_.drop(shard)) ledger_.end({shard, owed.slot});
}

void Takeover::conclude_unrestored(HeldTarget& held, std::int64_t epoch) {
  if (held.waiting.empty() || held.shard->released) return;
  EngineShard& shard = *owned(held.shard->number).shard;
  if (shard.epoch == 0) shard.epoch = epoch;
  held.removed = true;
  std::vector<FinishedProbe> waiting = std::exchange(held.waiting, {});
  no_longer_waiting(waiting.size());
  for (FinishedProbe& probe : waiting) conclusions_.conclude(held, std::move(probe));
}

std::optional<Due> Takeover::take(SystemTime now) {
  while (const auto turn = catch_up_.take(now)) {
    if (auto due = schedule_.give(turn->owed, now)) {
      metrics_.catch_ups.Increment();
      return due;
    }
    ledger_.end({turn->shard, turn->owed.slot});
  }
  return std::nullopt;
}

void Takeover::drop_waiting(HeldTarget& held) {
  const std::vector<FinishedProbe> waiting = std::exchange(held.waiting, {});
  no_longer_waiting(waiting.size());
  for (const FinishedProbe& probe : waiting) drop(probe, MissedCause::Handover);
}

void Takeover::drop(const FinishedProbe& probe, MissedCause cause) {
  metrics_.missed(cause).Increment();
  if (probe.open) ledger_.end(*probe.open);
}

void Takeover::no_longer_waiting(std::size_t count) {
  waiting_ -= count;
  metrics_.waiting_results.Decrement(static_cast<double>(count));
}

}  // namespace vedette::prober
