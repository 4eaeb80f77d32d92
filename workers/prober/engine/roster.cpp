#include "prober/engine/roster.hpp"

#include <algorithm>
#include <utility>

#include "base/require.hpp"
#include "runtime/logging.hpp"

namespace vedette::prober {
namespace {

/// More lines than this of one reload help nobody; /targets has them all.
constexpr std::size_t kLoggedFaults = 20;

void log_new_faults(const targets::TargetSet& before, const targets::TargetSet& now) {
  std::size_t logged = 0;
  for (const targets::Fault& fault : now.faults) {
    const bool known = std::ranges::find(before.faults, fault) != before.faults.end();
    if (known) continue;
    if (++logged > kLoggedFaults) break;
    runtime::log_warning("Found a fault in the target files", {{"fault", to_text(fault)}});
  }
}

}  // namespace

std::size_t engine_of(const model::TargetId& id, std::size_t engines) {
  return std::hash<model::TargetId>()(id) % engines;
}

Roster::Roster(std::vector<std::unique_ptr<Engine>>& engines, Metrics& metrics,
               runtime::Health& health, ShardSet shards, std::string location, Proxies proxies)
    : engines_(engines),
      metrics_(metrics),
      health_(health),
      location_(std::move(location)),
      current_(std::make_shared<const targets::TargetSet>()),
      planner_(std::move(proxies)),
      shards_(std::move(shards)) {
  require(!engines.empty(), "a roster needs an engine");
  health_.set_not_ready("targets", "the target files are not loaded yet");
}

void Roster::start(std::shared_ptr<const targets::TargetSet> set) {
  const std::lock_guard lock(mutex_);
  started_ = true;
  bring_into_effect(early_ != nullptr ? std::exchange(early_, nullptr) : std::move(set), shards_);
}

void Roster::change(std::shared_ptr<const targets::TargetSet> set) {
  const std::lock_guard lock(mutex_);
  if (!started_) {
    early_ = std::move(set);
    return;
  }
  metrics_.reloads.Increment();
  bring_into_effect(std::move(set), shards_);
}

void Roster::set_shards(ShardSet shards) {
  const std::lock_guard lock(mutex_);
  require(shards.shards() == shards_.shards(), "the number of shards never changes");
  if (started_) return bring_into_effect(current(), std::move(shards));
  const std::vector<int> gone = shards_.without(shards);
  for (const auto& engine : engines_) engine->apply({.released = gone});
  shards_ = std::move(shards);
}

void Roster::restored(const ShardRestored& restored) {
  const std::lock_guard lock(mutex_);
  if (!shards_.contains(restored.shard)) return;
  metrics_.restored_shards.Increment();
  for (const auto& engine : engines_) engine->restored(restored);
}

void Roster::bring_into_effect(std::shared_ptr<const targets::TargetSet> set, ShardSet shards) {
  const auto before = current();
  const Watched now{*set, shards, location_};
  const Changes changes = changes_between({*before, shards_, location_}, now);
  std::vector<EngineChanges> parts(engines_.size());
  for (EngineChanges& part : parts) part.released = shards_.without(shards);
  for (const model::TargetId& id : changes.removed) {
    unusable_.erase(id);
    parts[engine_of(id, parts.size())].removed.push_back(id);
  }
  for (const targets::LoadedTarget& loaded : changes.put) {
    parts[engine_of(loaded.target->id, parts.size())].put.push_back(assign(loaded));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) engines_[i]->apply(std::move(parts[i]));
  show(*before, now, changes);
  current_ = std::move(set);
  shards_ = std::move(shards);
}

Assignment Roster::assign(const targets::LoadedTarget& loaded) {
  Assignment assignment{.target = loaded.target,
                        .plan = nullptr,
                        .unusable = {},
                        .shard = model::shard_of(loaded.target->id, shards_.shards())};
  if (loaded.unusable) {
    assignment.unusable = *loaded.unusable;  // one of the set's faults, which are logged
  } else if (auto plan = planner_.make(loaded.target)) {
    assignment.plan = std::move(*plan);
  } else {
    assignment.unusable = plan.error().message;
    runtime::log_warning("Could not make a target ready to be probed",
                         {{"target", loaded.target->full_name()}, {"why", assignment.unusable}});
  }
  if (assignment.plan != nullptr) {
    unusable_.erase(loaded.target->id);
  } else {
    unusable_.insert(loaded.target->id);
  }
  return assignment;
}

void Roster::show(const targets::TargetSet& before, const Watched& watched,
                  const Changes& changes) {
  const targets::TargetSet& now = watched.set;
  const auto suspended = std::ranges::count_if(
      now.targets, [](const targets::LoadedTarget& each) { return each.target->suspended; });
  const auto scheduled = std::ranges::count_if(now.targets, [&](const targets::LoadedTarget& each) {
    return watches(watched, *each.target);
  });
  metrics_.targets.Set(static_cast<double>(scheduled));
  metrics_.suspended.Set(static_cast<double>(suspended));
  metrics_.unusable.Set(static_cast<double>(unusable_.size()));
  metrics_.quarantined.Set(static_cast<double>(now.counts.quarantined));
  metrics_.stale_files.Set(static_cast<double>(now.counts.stale_files));
  log_new_faults(before, now);
  runtime::log_info("Brought targets into effect", {{"scheduled", scheduled},
                                                    {"shards", watched.shards.size()},
                                                    {"suspended", suspended},
                                                    {"newOrChanged", changes.put.size()},
                                                    {"removed", changes.removed.size()},
                                                    {"unusable", unusable_.size()},
                                                    {"faults", now.faults.size()}});
  // Files without a target are a cluster where nobody has applied one yet.
  if (now.targets.empty() && (now.files.empty() || !now.faults.empty())) {
    health_.set_not_ready("targets", now.faults.empty() ? "there is no target file yet"
                                                        : to_text(now.faults.front()));
  } else {
    health_.set_ready("targets");
  }
}

}  // namespace vedette::prober
