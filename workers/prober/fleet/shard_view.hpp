#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace vedette::prober {

/// What this process has of a shard.
struct ShardStanding {
  bool probed = false;     ///< its targets are probed here; for a while after it went, too
  bool owned = false;      ///< of the last assignment, and not revoked since
  bool restoring = false;  ///< its results wait for the states of the owner before
  std::optional<std::int64_t> epoch = std::nullopt;  ///< Unix ms; once it was restored

  bool operator==(const ShardStanding&) const = default;
};

/// What the thread "fleet" last said of every shard, for pages to show. Thread-safe.
class ShardView {
 public:
  /// REQUIRES: shards > 0.
  explicit ShardView(int shards)
      : current_(
            std::make_shared<const std::vector<ShardStanding>>(static_cast<std::size_t>(shards))) {}

  void show(std::vector<ShardStanding> standings) {
    current_ = std::make_shared<const std::vector<ShardStanding>>(std::move(standings));
  }
  /// Indexed by shard, as many as there are; never null.
  [[nodiscard]] std::shared_ptr<const std::vector<ShardStanding>> current() const {
    return current_;
  }

 private:
  std::atomic<std::shared_ptr<const std::vector<ShardStanding>>> current_;
};

}  // namespace vedette::prober
