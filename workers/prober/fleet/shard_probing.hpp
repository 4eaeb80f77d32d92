#pragma once

#include <memory>

#include "base/clock.hpp"
#include "prober/engine/shard_restored.hpp"
#include "prober/schedule/shard_set.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// Who probes the shards that the fleet gives this process: the roster with its engines. An
/// interface so that the fleet can be tested without them. Called on the thread "fleet" only.
class ShardProbing {
 public:
  virtual ~ShardProbing() = default;

  /// Only targets of these are probed from now on. One that comes in is restoring.
  virtual void set_shards(const ShardSet& probed) = 0;
  /// A restoring shard's states are known as far as they ever will be.
  virtual void restored(ShardRestored shard) = 0;
  /// No slot before this one is still to be given out; far ahead when nothing is scheduled.
  [[nodiscard]] virtual SystemTime horizon() const = 0;
  /// The targets in effect; never null.
  [[nodiscard]] virtual std::shared_ptr<const targets::TargetSet> targets() const = 0;
};

}  // namespace vedette::prober
