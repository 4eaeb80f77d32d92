#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "model/target.hpp"

namespace vedette::prober {

/// Whether a site may be another one after such a request.
[[nodiscard]] bool changes_things(model::Method method);

/// Says whether a probe that changes things (POST, PUT, PATCH, DELETE) may start: two probers that
/// do one slot are harmless only as long as probing changes nothing. Closed at first.
///
/// An owner starts none after a revoke, nor when its last poll of the group is older than
/// kLongestSilence, for then it may have been evicted without knowing. A new owner waits for the
/// session and the target's timeout before its first: that long may the owner before go on.
/// Thread-safe, without locks.
class ChangeGate {
 public:
  static constexpr Millis kLongestSilence{3'000};

  /// `session`: the group's session timeout. REQUIRES: shards > 0; all shards given below `shards`.
  ChangeGate(int shards, Millis session);

  /// There is no other prober: everything may start from now on.
  void open_for_good() { open_ = true; }

  /// The group was polled.
  void polled(SteadyTime now) { last_poll_ = to_ticks(now); }
  /// The shard is owned since then: the assignment before which it was somebody else's.
  void allow(int shard, SteadyTime since);
  /// The shard was revoked.
  void forbid(int shard);

  [[nodiscard]] bool may_change_things(int shard, SteadyTime now, Millis timeout) const;

 private:
  using Ticks = SteadyTime::rep;
  static constexpr Ticks kNever = SteadyTime::duration::min().count();

  [[nodiscard]] static Ticks to_ticks(SteadyTime time) { return time.time_since_epoch().count(); }

  const Millis session_;
  std::atomic<bool> open_{false};
  std::atomic<Ticks> last_poll_{kNever};
  std::vector<std::atomic<Ticks>> owned_since_;  // kNever = not owned
};

}  // namespace vedette::prober
