#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "model/slots.hpp"
#include "model/target_id.hpp"
#include "prober/schedule/catch_up.hpp"
#include "prober/schedule/pacer.hpp"

namespace vedette::prober {

/// What the schedule must know of a target.
struct Slotted {
  model::TargetId id;
  model::SlotGrid grid;
  Millis timeout{0};  ///< in (0, grid.interval]
};

/// A slot whose time has come.
struct Due {
  model::TargetId id;
  SystemTime slot;
  bool first_run = false;
  bool catch_up = false;  ///< given out of turn, by Schedule::give
  /// How long the probe may take: the timeout, or what is left until kGap before the next slot.
  Micros budget{0};
  /// The budget is shorter than it would have been on time: a timeout then says nothing of the
  /// site.
  bool cut_short = false;
  /// Names this probe in finish().
  std::uint64_t ticket = 0;
};

/// Whether a target that was never seen is probed at once for its current slot.
enum class FirstRun {
  Queued,   ///< yes, when its paced turn comes
  Unknown,  ///< somebody else may have: run_first() when it is known that nobody has
};

/// Slots that were not probed and never will be, by cause. Monotonic.
struct MissedSlots {
  std::uint64_t in_flight = 0;  ///< the probe of the slot before had not ended
  std::uint64_t overrun = 0;    ///< the next slot was due, or too near, before this one could start
};

/// Decides which target is due next. Holds no thread and reads no clock, so a test can walk it
/// through an hour in a moment. Not thread-safe.
///
/// Each target is booked on its grid point after the last one it was given. A booking that comes up
/// late starts late; later than kLate it waits for its turn in a paced queue, so that neither a
/// stalled process nor a wall clock that jumped ahead makes a burst. Of several overdue slots only
/// the latest is done, the others are missed. When the wall clock is set back, targets wait for
/// their next slot, so that none is done twice; but a booking more than kClockWasWrong beyond its
/// interval was made by a clock that was wrong, and everything is booked anew.
class Schedule {
 public:
  /// A probe ends this long before the next slot of its target.
  static constexpr Millis kGap{50};
  /// A slot with less time left is missed: its probe could only time out.
  static constexpr Millis kLeastBudget{250};
  /// A budget that lateness made shorter by more than this is cut short.
  static constexpr Millis kShort{250};
  static constexpr Millis kLate{1'000};
  static constexpr Millis kClockWasWrong{60'000};

  /// First runs and late slots are started at most at max(`least_paced_rate` per second, the sum of
  /// all targets' 1/interval). REQUIRES: least_paced_rate > 0.
  explicit Schedule(double least_paced_rate);

  /// Adds a target that was never seen: its first slot is the first grid point at or after `now`,
  /// and a first run of its current slot is queued if `first_run` says so. Of a known target it
  /// changes what differs: with an equal grid the booking stays, and a probe in flight stays known
  /// in any case. REQUIRES: 0 < timeout ≤ interval.
  void put(const Slotted& target, SystemTime now, FirstRun first_run = FirstRun::Queued);

  /// Queues the first run of a target that was put without one. It is dropped when a slot of the
  /// target was given out before its turn. An unknown target is no error.
  void run_first(const model::TargetId& id);

  /// What of a target's grid is still owed by whoever probed it before: the latest slot at or
  /// before `now`, if it lies after `after` and no slot of the target was given out here yet.
  [[nodiscard]] std::optional<OwedSlot> owed(const model::TargetId& id, SystemTime after,
                                             SystemTime now) const;

  /// Gives out a slot out of turn. Nothing, and counted missed, when a later one was given out or
  /// waits, the target's probe is in flight, or too little time is left before its next slot;
  /// nothing either when the target is gone.
  [[nodiscard]] std::optional<Due> give(const OwedSlot& owed, SystemTime now);

  /// Forgets a target. A probe in flight goes on; finish() of it is then no error.
  void remove(const model::TargetId& id);

  /// Takes a slot that is due, if any, and books the next. Call again until there is none.
  [[nodiscard]] std::optional<Due> take(SystemTime now);

  /// The probe with that ticket has ended: its target may be started again.
  void finish(const model::TargetId& id, std::uint64_t ticket);

  /// How long take() has nothing to give, if nothing is put meanwhile and the clock does not jump.
  /// Nothing when no target is booked.
  [[nodiscard]] std::optional<Micros> until_next(SystemTime now) const;

  /// The earliest slot that take() has not given out or missed yet, late ones included; nothing
  /// when no target is booked. First runs are promised to nobody and left out.
  [[nodiscard]] std::optional<SystemTime> horizon();

  [[nodiscard]] const MissedSlots& missed() const { return missed_; }
  [[nodiscard]] std::size_t size() const { return targets_.size(); }
  /// Places in the queue, void ones included; at most about twice size().
  [[nodiscard]] std::size_t bookings() const { return queue_.size(); }

 private:
  struct Entry {
    Slotted target;
    SystemTime next;                      // the slot booked in queue_
    std::optional<SystemTime> last_slot;  // the latest that was given out
    std::optional<SystemTime> late_slot;  // waiting in late_; older ones there are void
    std::uint64_t booking = 0;            // that of `next`; older ones in queue_ are void
    std::uint64_t in_flight = 0;          // ticket, 0 = none
  };
  struct Booking {
    SystemTime slot;
    model::TargetId id;
    std::uint64_t number = 0;

    bool operator>(const Booking& other) const { return slot > other.slot; }
  };
  using Queue = std::priority_queue<Booking, std::vector<Booking>, std::greater<>>;

  struct Late {
    SystemTime slot;
    model::TargetId id;

    bool operator>(const Late& other) const { return slot > other.slot; }
  };
  using LateQueue = std::priority_queue<Late, std::vector<Late>, std::greater<>>;

  struct QueuedFirstRun {
    SystemTime next;  // booked when it was queued: who waits longest comes first
    model::TargetId id;

    bool operator<(const QueuedFirstRun& other) const { return next < other.next; }
  };

  [[nodiscard]] Entry* find(const model::TargetId& id);
  void book(Entry& entry, SystemTime slot);
  void sweep_void_bookings();
  /// The earliest booking that holds; void ones before it are dropped.
  [[nodiscard]] const Booking* earliest();
  /// The earliest late slot that still waits; void ones before it are dropped.
  [[nodiscard]] const Late* earliest_late();
  void rebook_after_wrong_clock(SystemTime now);
  [[nodiscard]] std::optional<Due> take_booked(SystemTime now);
  [[nodiscard]] std::optional<Due> take_late(SystemTime now);
  [[nodiscard]] std::optional<Due> take_first_run(SystemTime now);
  [[nodiscard]] std::optional<Due> start(Entry& entry, SystemTime slot, SystemTime now);

  std::unordered_map<model::TargetId, Entry> targets_;
  Queue queue_;
  LateQueue late_;
  std::priority_queue<QueuedFirstRun> first_runs_;
  Pacer pacer_;
  MissedSlots missed_;
  std::uint64_t last_booking_ = 0;
  std::uint64_t last_ticket_ = 0;
};

}  // namespace vedette::prober
