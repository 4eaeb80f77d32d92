#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/require.hpp"
#include "model/target_id.hpp"

namespace vedette::prober {

/// Some of P shards. A target's shard is model::shard_of(id, P).
class ShardSet {
 public:
  [[nodiscard]] static ShardSet none(int shards) { return {shards, false}; }
  [[nodiscard]] static ShardSet all(int shards) { return {shards, true}; }

  /// REQUIRES of all: 0 ≤ shard < shards().
  void add(int shard) { members_.at(static_cast<std::size_t>(shard)) = true; }
  void remove(int shard) { members_.at(static_cast<std::size_t>(shard)) = false; }
  [[nodiscard]] bool contains(int shard) const {
    return members_.at(static_cast<std::size_t>(shard));
  }
  /// Whether the target's shard is in the set.
  [[nodiscard]] bool contains(const model::TargetId& id) const {
    return contains(model::shard_of(id, shards()));
  }

  /// How many are in the set.
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(std::ranges::count(members_, true));
  }
  /// Those of this set that are not in `other`. REQUIRES: as many shards.
  [[nodiscard]] std::vector<int> without(const ShardSet& other) const {
    std::vector<int> left;
    for (int shard = 0; shard < shards(); ++shard) {
      if (contains(shard) && !other.contains(shard)) left.push_back(shard);
    }
    return left;
  }

  /// P: how many there are, in the set or not.
  [[nodiscard]] int shards() const { return static_cast<int>(members_.size()); }

  bool operator==(const ShardSet&) const = default;

 private:
  ShardSet(int shards, bool in) {
    require(shards > 0, "there is at least one shard");
    members_.assign(static_cast<std::size_t>(shards), in);
  }

  std::vector<bool> members_;
};

}  // namespace vedette::prober
