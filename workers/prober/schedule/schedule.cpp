#include "prober/schedule/schedule.hpp"

#include <algorithm>
#include <utility>

#include "base/require.hpp"

namespace vedette::prober {

Schedule::Schedule(double least_paced_rate) : pacer_(least_paced_rate) {}

void Schedule::put(const Slotted& target, SystemTime now, FirstRun first_run) {
  require(target.timeout > Millis(0) && target.timeout <= target.grid.interval,
          "a timeout is above zero and at most the interval");
  const auto [place, is_new] = targets_.try_emplace(target.id);
  Entry& entry = place->second;
  const Slotted before = std::exchange(entry.target, target);
  if (!is_new && before.grid == target.grid) return;

  if (!is_new) pacer_.remove(before.grid.interval);
  pacer_.add(target.grid.interval);
  if (std::exchange(entry.late_slot, std::nullopt)) ++missed_.overrun;
  const SystemTime earliest = entry.last_slot ? std::max(now, *entry.last_slot + Micros(1)) : now;
  book(entry, target.grid.at_or_after(earliest));
  if (is_new && first_run == FirstRun::Queued) run_first(target.id);
}

void Schedule::run_first(const model::TargetId& id) {
  if (const Entry* entry = find(id)) first_runs_.push({entry->next, id});
}

std::optional<OwedSlot> Schedule::owed(const model::TargetId& id, SystemTime after,
                                       SystemTime now) const {
  const auto place = targets_.find(id);
  if (place == targets_.end()) return std::nullopt;
  const Entry& entry = place->second;
  const SystemTime slot = entry.target.grid.at_or_before(now);
  if (slot <= after || slot >= entry.next || entry.last_slot || entry.late_slot) {
    return std::nullopt;
  }
  return OwedSlot{.id = id, .slot = slot, .expires = entry.next - kGap - kLeastBudget};
}

std::optional<Due> Schedule::give(const OwedSlot& owed, SystemTime now) {
  Entry* entry = find(owed.id);
  if (entry == nullptr) return std::nullopt;
  if ((entry->last_slot && *entry->last_slot >= owed.slot) || entry->late_slot) {
    ++missed_.overrun;
    return std::nullopt;
  }
  auto due = start(*entry, owed.slot, now);
  if (due) due->catch_up = true;
  return due;
}

std::optional<SystemTime> Schedule::horizon() {
  const Booking* booked = earliest();
  if (booked == nullptr) return std::nullopt;
  const Late* late = earliest_late();
  return late == nullptr ? booked->slot : std::min(booked->slot, late->slot);
}

void Schedule::remove(const model::TargetId& id) {
  const auto place = targets_.find(id);
  if (place == targets_.end()) return;
  pacer_.remove(place->second.target.grid.interval);
  targets_.erase(place);
  sweep_void_bookings();
}

std::optional<Due> Schedule::take(SystemTime now) {
  rebook_after_wrong_clock(now);
  if (auto due = take_booked(now)) return due;
  if (auto due = take_late(now)) return due;
  return take_first_run(now);
}

void Schedule::finish(const model::TargetId& id, std::uint64_t ticket) {
  Entry* entry = find(id);
  if (entry != nullptr && entry->in_flight == ticket) entry->in_flight = 0;
}

std::optional<Micros> Schedule::until_next(SystemTime now) const {
  if (queue_.empty()) return std::nullopt;
  Micros wait = std::max(Micros(0), queue_.top().slot - now);
  if (!late_.empty() || !first_runs_.empty()) wait = std::min(wait, pacer_.until_ready(now));
  return wait;
}

std::optional<Due> Schedule::take_booked(SystemTime now) {
  for (const Booking* first = earliest(); first != nullptr && first->slot <= now;
       first = earliest()) {
    const SystemTime booked = first->slot;
    Entry& entry = *find(first->id);
    const Millis interval = entry.target.grid.interval;
    const SystemTime slot = entry.target.grid.at_or_before(now);
    missed_.overrun += static_cast<std::uint64_t>((slot - booked) / interval);
    if (std::exchange(entry.late_slot, std::nullopt)) ++missed_.overrun;
    queue_.pop();
    book(entry, slot + interval);
    if (now - slot > kLate) {
      entry.late_slot = slot;
      late_.push({slot, entry.target.id});
    } else if (auto due = start(entry, slot, now)) {
      return due;
    }
  }
  return std::nullopt;
}

std::optional<Due> Schedule::take_late(SystemTime now) {
  while (pacer_.until_ready(now) == Micros(0)) {
    const Late* first = earliest_late();
    if (first == nullptr) break;
    Entry& entry = *find(first->id);
    late_.pop();
    const SystemTime slot = *std::exchange(entry.late_slot, std::nullopt);
    if (auto due = start(entry, slot, now)) {
      pacer_.use(now);
      return due;
    }
  }
  return std::nullopt;
}

std::optional<Due> Schedule::take_first_run(SystemTime now) {
  while (!first_runs_.empty() && pacer_.until_ready(now) == Micros(0)) {
    Entry* entry = find(first_runs_.top().id);
    first_runs_.pop();
    if (entry == nullptr || entry->last_slot || entry->late_slot) continue;
    // A slot from before the target was known is skipped, not missed.
    const Micros left = entry->next - now;
    if (left < entry->target.timeout || left < kGap + kLeastBudget) continue;
    if (auto due = start(*entry, entry->target.grid.at_or_before(now), now)) {
      due->first_run = true;
      pacer_.use(now);
      return due;
    }
  }
  return std::nullopt;
}

std::optional<Due> Schedule::start(Entry& entry, SystemTime slot, SystemTime now) {
  if (entry.in_flight != 0) {
    ++missed_.in_flight;
    return std::nullopt;
  }
  const Slotted& target = entry.target;
  const Micros on_time = std::min(target.timeout, target.grid.interval - kGap);
  const Micros budget = std::min(Micros(target.timeout), entry.next - kGap - now);
  if (budget < std::min(on_time, Micros(kLeastBudget))) {
    ++missed_.overrun;
    return std::nullopt;
  }
  entry.last_slot = slot;
  entry.in_flight = ++last_ticket_;
  return Due{.id = target.id,
             .slot = slot,
             .first_run = false,
             .budget = budget,
             .cut_short = budget + kShort < on_time,
             .ticket = entry.in_flight};
}

void Schedule::rebook_after_wrong_clock(SystemTime now) {
  const Booking* first = earliest();
  if (first == nullptr) return;
  const Entry& entry = *find(first->id);
  if (first->slot - now <= entry.target.grid.interval + kClockWasWrong) return;
  for (auto& [id, each] : targets_) {
    each.late_slot.reset();
    book(each, each.target.grid.at_or_after(now));
  }
}

Schedule::Entry* Schedule::find(const model::TargetId& id) {
  const auto place = targets_.find(id);
  return place == targets_.end() ? nullptr : &place->second;
}

void Schedule::book(Entry& entry, SystemTime slot) {
  entry.next = slot;
  entry.booking = ++last_booking_;
  queue_.push({slot, entry.target.id, entry.booking});
  sweep_void_bookings();
}

const Schedule::Booking* Schedule::earliest() {
  while (!queue_.empty()) {
    const Entry* entry = find(queue_.top().id);
    if (entry != nullptr && entry->booking == queue_.top().number) return &queue_.top();
    queue_.pop();
  }
  return nullptr;
}

const Schedule::Late* Schedule::earliest_late() {
  while (!late_.empty()) {
    const Late& first = late_.top();
    const Entry* entry = find(first.id);
    if (entry != nullptr && entry->late_slot == first.slot) return &first;
    late_.pop();  // gone, or its next slot came first
  }
  return nullptr;
}

void Schedule::sweep_void_bookings() {
  constexpr std::size_t kFew = 64;
  if (queue_.size() <= 2 * targets_.size() + kFew) return;
  std::vector<Booking> holding;
  holding.reserve(targets_.size());
  for (const auto& [id, entry] : targets_) holding.push_back({entry.next, id, entry.booking});
  queue_ = Queue(std::greater<>(), std::move(holding));
}

}  // namespace vedette::prober
