#pragma once

#include <optional>

#include "base/clock.hpp"

namespace vedette::prober {

/// Whether this process may have been evicted from its group without knowing it yet, judged by when
/// it polled. A process that was frozen, or cut off while its polling thread hung, may have lost
/// its shards, but is told so only seconds after it has woken (5.5 s were seen). Reads no clock;
/// not thread-safe.
class Silence {
 public:
  /// `session`: the group's session timeout, of which a member sends four heartbeats.
  explicit Silence(Millis session) : session_(session) {}

  /// A poll begins.
  void poll(SteadyTime now) {
    if (silent(now)) doubt_until_ = now + kDoubtedSessions * session_;
    last_poll_ = now;
  }
  /// The group has told what there was to tell: nothing is ours until the next assignment.
  void revoked(SteadyTime now) {
    doubt_until_ = {};
    last_poll_ = now;
  }

  /// True when the last poll began so long ago that the session may have ended meanwhile, counted
  /// from a heartbeat before it; and for two sessions after such a silence: who has heard nothing
  /// until then was not evicted.
  [[nodiscard]] bool may_be_evicted(SteadyTime now) const {
    return silent(now) || now < doubt_until_;
  }

 private:
  [[nodiscard]] bool silent(SteadyTime now) const {
    return last_poll_ && now - *last_poll_ >= session_ - session_ / 4;
  }

  static constexpr int kDoubtedSessions = 2;

  const Millis session_;
  std::optional<SteadyTime> last_poll_;
  SteadyTime doubt_until_;  // long ago: no doubt
};

}  // namespace vedette::prober
