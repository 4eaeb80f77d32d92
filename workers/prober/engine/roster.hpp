#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "prober/engine/engine.hpp"
#include "prober/metrics.hpp"
#include "prober/probe/plan.hpp"
#include "prober/schedule/changes.hpp"
#include "runtime/health.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// Which engine a target belongs to: always the same one. REQUIRES: engines > 0.
[[nodiscard]] std::size_t engine_of(const model::TargetId& id, std::size_t engines);

/// Brings sets of targets, and the set of shards that this prober has, into effect: compares with
/// what was before, makes plans for what is new or changed, and tells each engine its part.
/// Thread-safe; plans are made on the calling thread, so that no engine waits for a compiler of
/// regular expressions.
class Roster {
 public:
  /// Of the probers at `location`. `engines`, `metrics` and `health` must outlive it.
  /// REQUIRES: at least one engine.
  Roster(std::vector<std::unique_ptr<Engine>>& engines, Metrics& metrics, runtime::Health& health,
         ShardSet shards, std::string location, Proxies proxies = {});

  /// Brings the first set into effect, or the newer one that change() was given meanwhile.
  void start(std::shared_ptr<const targets::TargetSet> set);

  /// Brings a changed set into effect; before start() it is only kept.
  void change(std::shared_ptr<const targets::TargetSet> set);

  /// From now on the targets of these shards are probed, and no others. What stays is not touched.
  /// The results of a shard that comes in wait for restored(); a shard that must be restored again
  /// goes out and comes in. REQUIRES: as many shards as before.
  void set_shards(ShardSet shards);

  /// Tells every engine that a shard was restored (Engine::restored), after what was called before.
  /// A shard that is not probed is no error, and not restored. Targets that come in later, by
  /// start() too, are new.
  void restored(const ShardRestored& restored);

  /// The set in effect; never null, and never waits for a change in progress.
  [[nodiscard]] std::shared_ptr<const targets::TargetSet> current() const { return current_; }

 private:
  void bring_into_effect(std::shared_ptr<const targets::TargetSet> set, ShardSet shards);
  [[nodiscard]] Assignment assign(const targets::LoadedTarget& loaded);
  void show(const targets::TargetSet& before, const Watched& now, const Changes& changes);

  std::vector<std::unique_ptr<Engine>>& engines_;
  Metrics& metrics_;
  runtime::Health& health_;
  const std::string location_;

  std::atomic<std::shared_ptr<const targets::TargetSet>> current_;
  std::mutex mutex_;
  Planner planner_;                                  // guarded by mutex_
  ShardSet shards_;                                  // guarded by mutex_
  std::shared_ptr<const targets::TargetSet> early_;  // guarded by mutex_
  std::unordered_set<model::TargetId> unusable_;     // guarded by mutex_
  bool started_ = false;                             // guarded by mutex_
};

}  // namespace vedette::prober
