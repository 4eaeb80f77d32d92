#pragma once

#include <string_view>
#include <vector>

#include "prober/schedule/shard_set.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// Which targets a prober probes: those of `set` that are not suspended, that its location is to
/// probe, and whose shard it has.
struct Watched {
  const targets::TargetSet& set;
  const ShardSet& shards;
  std::string_view location;
};

[[nodiscard]] bool watches(const Watched& watched, const model::Target& target);

/// What a reload, or a change of shards, asks for. What is equal in both is in neither list.
struct Changes {
  std::vector<targets::LoadedTarget> put;  ///< new, or different from before
  std::vector<model::TargetId> removed;    ///< gone, suspended, or somebody else's now
};

/// Compares what is watched. Pure.
[[nodiscard]] Changes changes_between(const Watched& before, const Watched& after);

}  // namespace vedette::prober
