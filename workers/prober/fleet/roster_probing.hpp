#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "prober/engine/engine.hpp"
#include "prober/engine/roster.hpp"
#include "prober/fleet/shard_probing.hpp"

namespace vedette::prober {

/// The engines of this process and their roster, as the fleet sees them. Both must outlive it.
class RosterProbing final : public ShardProbing {
 public:
  RosterProbing(Roster& roster, const std::vector<std::unique_ptr<Engine>>& engines)
      : roster_(roster), engines_(engines) {}

  void set_shards(const ShardSet& probed) override { roster_.set_shards(probed); }
  void restored(ShardRestored shard) override { roster_.restored(shard); }
  [[nodiscard]] SystemTime horizon() const override;
  [[nodiscard]] std::shared_ptr<const targets::TargetSet> targets() const override {
    return roster_.current();
  }

 private:
  Roster& roster_;
  const std::vector<std::unique_ptr<Engine>>& engines_;
};

}  // namespace vedette::prober
