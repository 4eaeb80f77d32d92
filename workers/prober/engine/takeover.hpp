#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "prober/engine/conclusions.hpp"
#include "prober/engine/held_target.hpp"
#include "prober/engine/shard_restored.hpp"
#include "prober/metrics.hpp"
#include "prober/publish/slot_ledger.hpp"
#include "prober/schedule/catch_up.hpp"
#include "prober/schedule/schedule.hpp"

namespace vedette::prober {

/// A restore on its way through an engine's targets, a part at a time.
struct Restoration {
  ShardRestored restored;
  std::optional<SystemTime> owed_after;  ///< catch_up_after()
  std::vector<std::shared_ptr<HeldTarget>> targets;
  std::size_t done = 0;  ///< how many of them
};

/// What an engine does about its shards. The targets of a shard are probed on their slots from the
/// moment they come in; what their probes find waits until it is known how the shard's owner before
/// left them. Then each goes on from its last verdict, gets its first run when it never had one, or
/// makes up for its latest slot when nobody has done it. Engine's thread only; never blocks.
class Takeover {
 public:
  struct Bounds {
    std::size_t max_waiting;  ///< results; beyond it the newest is dropped and counted
  };

  /// All references must outlive it.
  Takeover(Schedule& schedule, Conclusions& conclusions, SlotLedger& ledger, Metrics& metrics,
           Bounds bounds);

  /// A new target comes in; gives it its shard. Returns how to put it into the schedule.
  [[nodiscard]] FirstRun admit(const std::shared_ptr<HeldTarget>& held);

  /// A probe has ended: concludes it, or lets it wait for the restore.
  void finished(HeldTarget& held, FinishedProbe probe);

  /// A shard was restored: targets that come in from now on are new. Of a shard that was restored
  /// before, only the epoch changes. Then settle() until nothing is left.
  [[nodiscard]] Restoration begin(ShardRestored restored, std::optional<SystemTime> owed_after);
  /// Settles at most `most` targets; true when more are left.
  [[nodiscard]] bool settle(Restoration& restoration, std::size_t most, SystemTime now);

  /// The shard's targets are gone, to be probed by somebody else. Its results that wait are dropped
  /// and counted. An unknown shard is no error.
  void release(int shard);

  /// At the end: what waits is concluded under `epoch`, from an unknown verdict, rather than lost.
  /// Leaves no state behind that anybody could go on from.
  void conclude_unrestored(HeldTarget& held, std::int64_t epoch);

  /// Takes an owed slot whose turn has come.
  [[nodiscard]] std::optional<Due> take(SystemTime now);
  /// A probe of whatever kind starts.
  void started(SystemTime now) { catch_up_.started(now); }
  /// How long take() has nothing to give; nothing when nothing is owed.
  [[nodiscard]] std::optional<Micros> until_next(SystemTime now) const {
    return catch_up_.until_next(now);
  }

  /// How many results wait for a restore.
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

 private:
  struct Owned {
    std::shared_ptr<EngineShard> shard;
    std::vector<std::shared_ptr<HeldTarget>> unsettled;
  };

  [[nodiscard]] Owned& owned(int shard);
  void settle_one(const Restoration& restoration, HeldTarget& held, SystemTime now);
  void owe(const HeldTarget& held, SystemTime after, SystemTime now);
  void drop_waiting(HeldTarget& held);
  void drop(const FinishedProbe& probe, MissedCause cause);
  void no_longer_waiting(std::size_t count);

  Schedule& schedule_;
  Conclusions& conclusions_;
  SlotLedger& ledger_;
  Metrics& metrics_;
  const Bounds bounds_;

  std::map<int, Owned> owned_;
  CatchUp catch_up_;
  std::size_t waiting_ = 0;
};

}  // namespace vedette::prober
