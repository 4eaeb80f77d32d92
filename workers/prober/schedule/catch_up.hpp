#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <queue>
#include <vector>

#include "base/clock.hpp"
#include "model/target_id.hpp"
#include "prober/schedule/pacer.hpp"

namespace vedette::prober {

/// A slot that the owner of the shard before did not do, and that can still be done.
struct OwedSlot {
  model::TargetId id;
  SystemTime slot;
  SystemTime expires;  ///< a probe that starts later has too little time before the next slot
};

/// After which slots a new owner catches up: the last owner's doneThrough; nothing, and then
/// nothing is caught up, when there is no heartbeat or it is older than kOldestHeartbeat: then the
/// shard was without an owner for so long that its holes are part of an outage. Pure.
inline constexpr Millis kOldestHeartbeat{60'000};
[[nodiscard]] std::optional<SystemTime> catch_up_after(std::optional<SystemTime> heartbeat_at,
                                                       std::optional<SystemTime> done_through,
                                                       SystemTime now);

/// Decides which owed slot is done next, so that a takeover makes no burst: of a shard at most
/// twice as many per second as it has slots (and at least kLeastRate, for targets probed once a
/// day), what expires first before the rest; and none while so much is started, of
/// whatever kind, that the shards which are ours need kMostStarts times less. Shards
/// that go are probed for a while beside those that come. Reads no clock. Not thread-safe.
class CatchUp {
 public:
  static constexpr double kLeastRate = 0.1;  ///< per second and shard
  static constexpr double kMostStarts = 2.5;
  static constexpr double kFewStarts = 3;  ///< in a quarter of a second are never too many

  /// A target belongs to the shard: its slots count for the pace.
  void count(int shard, Millis interval);
  /// How many shards are ours, without those that go. Unknown until then: nothing is too much.
  void own(std::size_t shards) { owned_ = shards; }
  /// A probe starts.
  void started(SystemTime now);
  void owe(int shard, const OwedSlot& owed);

  struct Turn {
    int shard = 0;
    OwedSlot owed;
  };
  /// Takes the slot whose turn it is. One that has expired takes no turn and is given at once, so
  /// that each owed slot comes out exactly once.
  [[nodiscard]] std::optional<Turn> take(SystemTime now);

  /// How long take() has nothing to give; nothing when nothing is owed.
  [[nodiscard]] std::optional<Micros> until_next(SystemTime now) const;

  /// Forgets a shard; returns what was still owed of it.
  std::vector<OwedSlot> drop(int shard);

  /// How many slots are owed.
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  struct ExpiresLater {
    bool operator()(const OwedSlot& a, const OwedSlot& b) const { return a.expires > b.expires; }
  };
  struct Shard {
    Pacer pacer{kLeastRate};
    double rate = 0;  // slots per second
    std::priority_queue<OwedSlot, std::vector<OwedSlot>, ExpiresLater> owed;
  };

  /// How long no owed slot may start for what was started already.
  [[nodiscard]] Micros until_calm(SystemTime now) const;

  std::map<int, Shard> shards_;
  std::size_t size_ = 0;
  std::optional<std::size_t> owned_;
  double rate_ = 0;                // of all shards here
  std::deque<SystemTime> recent_;  // starts shortly before the last
};

}  // namespace vedette::prober
