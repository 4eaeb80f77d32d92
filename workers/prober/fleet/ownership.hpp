#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.hpp"
#include "prober/fleet/shard_view.hpp"

namespace vedette::prober {

/// What a call to Ownership changed, in the order in which it is to be brought into effect.
struct OwnershipChanges {
  std::vector<int> dropped;   ///< no longer probed
  std::vector<int> started;   ///< probed from now on, and restoring; may have been dropped just now
  std::vector<int> restored;  ///< their restore has ended: fix_epoch() is due

  bool operator==(const OwnershipChanges&) const = default;
};

/// Which shards this prober probes, which it is still restoring and of which it may write states,
/// from what the group says (docs/architecture.md §3). Reads no clock; not thread-safe.
///
/// Only an assignment ends probing: a shard that the last one does not hold is probed for kGrace
/// more, but not when its restore had not ended, for then it has no verdicts. A revoke, which
/// brokers that were away cause too, only stops the writing of states until the next assignment.
/// A shard that was in the assignment before and still is goes on with its epoch, unless what is
/// read of it up to the end shows another owner in between: then it is restored once more.
class Ownership {
 public:
  /// How long a shard is probed that the last assignment does not hold.
  static constexpr Millis kGrace{5'000};
  /// How long a restore may take. Then it ends with what was read.
  static constexpr Millis kRestoreWithin{10'000};

  /// These shards, and only these, are ours. `unix_ms`: the same moment on the wall clock.
  [[nodiscard]] OwnershipChanges assigned(const std::set<int>& shards, SteadyTime now,
                                          std::int64_t unix_ms);

  /// All of ours may be another's, or will be soon.
  void revoked() { revoked_ = true; }

  /// All that a shard held at the assignment was read. `highest_epoch`: of what was read, 0 = none.
  [[nodiscard]] OwnershipChanges read_to_end(int shard, std::int64_t highest_epoch);

  /// Time has passed.
  [[nodiscard]] OwnershipChanges tick(SteadyTime now);

  /// Fixes and returns the epoch of a shard whose restore has ended: later than its assignment and
  /// than all that was read. REQUIRES: OwnershipChanges::restored has just told the shard.
  std::int64_t fix_epoch(int shard, std::int64_t highest_epoch);

  [[nodiscard]] std::set<int> probed() const;
  /// The shards whose states and heartbeats may be written: assigned, not revoked, epoch fixed.
  [[nodiscard]] std::vector<int> writable() const;
  [[nodiscard]] bool may_write(int shard) const;
  [[nodiscard]] bool is_restoring(int shard) const;
  /// Of a shard that is probed and whose restore has ended.
  [[nodiscard]] std::optional<std::int64_t> epoch(int shard) const;
  /// Since when a shard of the last assignment has been ours without a break. Nothing while a shard
  /// that was ours before was not read to its end: it may have been another's in between.
  [[nodiscard]] std::optional<SteadyTime> owned_since(int shard) const;
  /// Shards that are restored and probed on although the last assignment does not hold them.
  [[nodiscard]] std::vector<int> leaving() const;
  /// Shards of the last assignment, and how many of them are not restored yet.
  [[nodiscard]] std::size_t assigned_shards() const;
  [[nodiscard]] std::size_t restoring_shards() const;
  /// Of the shards 0 … `shards` − 1. REQUIRES: more are never assigned.
  [[nodiscard]] std::vector<ShardStanding> standings(int shards) const;

 private:
  struct Shard {
    SteadyTime since;
    // Present while it is restoring, when it was restored, when the last assignment lacks it.
    std::optional<SteadyTime> restore_ends = std::nullopt;
    std::optional<std::int64_t> epoch = std::nullopt;
    std::optional<SteadyTime> probed_until = std::nullopt;
    bool unread = false;  // kept by the last assignment, and not read to its end since
  };

  [[nodiscard]] Shard started() const {
    return {.since = last_assignment_, .restore_ends = last_assignment_ + kRestoreWithin};
  }

  std::map<int, Shard> shards_;  // those that are probed
  SteadyTime last_assignment_;
  std::int64_t last_assignment_ms_ = 0;
  bool revoked_ = false;
};

}  // namespace vedette::prober
