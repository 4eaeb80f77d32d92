#include "prober/schedule/schedule.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"

namespace vedette::prober {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const SystemTime kStart = from_rfc3339("2026-11-23T15:00:00Z").value();

Slotted target(const std::string& name, Millis interval = Millis(30'000),
               Millis timeout = Millis(10'000)) {
  const model::TargetId id = model::make_target_id("default", "shop", name);
  return {id, model::make_grid(id, "eu-west", interval), timeout};
}

/// A target whose slots are kStart + offset + k·interval.
Slotted target_at(const std::string& name, Millis offset, Millis interval = Millis(30'000),
                  Millis timeout = Millis(10'000)) {
  Slotted slotted = target(name, interval, timeout);
  slotted.grid.phase =
      Millis((std::chrono::floor<Millis>(kStart.time_since_epoch()) + offset) % interval);
  return slotted;
}

/// Walks a schedule through time: starts what is due, ends each probe after `probe_takes`.
class Walk {
 public:
  explicit Walk(double least_rate = 20) : schedule(least_rate) {}

  void put(const Slotted& slotted) { schedule.put(slotted, now); }

  /// Goes on to `end`, jumping from event to event, at most `tick` at a time.
  void until(SystemTime end, Micros tick = Micros(100'000)) {
    for (;;) {
      while (!running.empty() && running.begin()->first <= now) {
        const Due due = running.begin()->second;
        schedule.finish(due.id, due.ticket);
        running.erase(running.begin());
      }
      while (const auto due = schedule.take(now)) {
        started.push_back({*due, now});
        running.emplace(now + std::min(probe_takes, due->budget), *due);
      }
      if (now >= end) return;
      Micros wait = std::min(tick, schedule.until_next(now).value_or(tick));
      if (!running.empty()) wait = std::min(wait, running.begin()->first - now);
      now = std::min(end, now + std::max(Micros(1), wait));
    }
  }

  /// The wall clock is set forth or back; what runs takes as long as it would have.
  void jump(Micros by) {
    now += by;
    std::multimap<SystemTime, Due> moved;
    for (const auto& [end, due] : running) moved.emplace(end + by, due);
    running = std::move(moved);
  }

  struct Started {
    Due due;
    SystemTime at;
  };

  [[nodiscard]] std::vector<Started> of(const Slotted& slotted) const {
    std::vector<Started> mine;
    for (const Started& one : started) {
      if (one.due.id == slotted.id) mine.push_back(one);
    }
    return mine;
  }

  Schedule schedule;
  SystemTime now = kStart;
  Micros probe_takes{20'000};
  std::vector<Started> started;
  std::multimap<SystemTime, Due> running;
};

size_t most_starts_per_second(const std::vector<Walk::Started>& started) {
  std::map<long, size_t> seconds_of;
  for (const auto& one : started) ++seconds_of[one.at.time_since_epoch() / seconds(1)];
  size_t most = 0;
  for (const auto& [second, count] : seconds_of) most = std::max(most, count);
  return most;
}

bool all_distinct(const std::vector<Walk::Started>& started) {
  std::set<std::pair<model::TargetId, SystemTime>> slots;
  for (const auto& one : started) slots.emplace(one.due.id, one.due.slot);
  return slots.size() == started.size();
}

BOOST_AUTO_TEST_SUITE(schedule)

BOOST_AUTO_TEST_CASE(an_hour_has_every_slot_of_the_grid_on_time) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(24'418));
  walk.put(shop);
  walk.until(kStart + hours(1));
  const auto started = walk.of(shop);
  BOOST_REQUIRE_EQUAL(started.size(), 121);  // a first run and 120 slots
  for (size_t i = 1; i < started.size(); ++i) {
    const SystemTime slot = kStart + Millis(24'418) + (i - 1) * Millis(30'000);
    BOOST_TEST((started[i].due.slot == slot));
    BOOST_TEST((started[i].at == slot));
    BOOST_TEST(!started[i].due.first_run);
  }
  BOOST_TEST(walk.schedule.missed().overrun == 0u);
}

BOOST_AUTO_TEST_CASE(a_new_target_is_probed_at_once_for_its_current_slot) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(24'418));
  walk.put(shop);
  walk.until(kStart + seconds(1));
  const auto started = walk.of(shop);
  BOOST_REQUIRE_EQUAL(started.size(), 1);
  BOOST_TEST(started[0].due.first_run);
  BOOST_TEST((started[0].at == kStart));
  BOOST_TEST((started[0].due.slot == kStart + Millis(24'418) - Millis(30'000)));
  BOOST_TEST(!started[0].due.cut_short);
}

BOOST_AUTO_TEST_CASE(no_first_run_when_the_next_slot_is_nearer_than_the_timeout) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(9'999));
  walk.put(shop);
  walk.until(kStart + seconds(20));
  const auto started = walk.of(shop);
  BOOST_REQUIRE_EQUAL(started.size(), 1);
  BOOST_TEST(!started[0].due.first_run);
}

BOOST_AUTO_TEST_CASE(a_first_run_without_time_left_is_skipped_and_no_slot_is_missed) {
  Schedule schedule(20);
  schedule.put(target_at("eager", Millis(280), Millis(1'000), Millis(250)), kStart);
  BOOST_TEST(!schedule.take(kStart));
  BOOST_TEST(schedule.missed().overrun == 0u);
}

BOOST_AUTO_TEST_CASE(a_target_added_on_its_slot_starts_with_that_slot) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(0));
  walk.put(shop);
  walk.until(kStart + seconds(1));
  BOOST_REQUIRE_EQUAL(walk.started.size(), 1);
  BOOST_TEST((walk.started[0].due.slot == kStart));
  BOOST_TEST(!walk.started[0].due.first_run);
}

BOOST_AUTO_TEST_CASE(first_runs_of_a_small_fleet_are_paced_at_the_least_rate) {
  Walk walk(20);
  for (int i = 0; i < 100; ++i) walk.put(target("t" + std::to_string(i), minutes(10)));
  walk.until(kStart + seconds(6));
  BOOST_TEST(most_starts_per_second(walk.started) <= 23u);
  BOOST_TEST(walk.started.size() >= 95u);
}

BOOST_AUTO_TEST_CASE(a_large_fleet_is_covered_within_one_interval_at_twice_the_steady_rate) {
  Walk walk(20);
  constexpr int kTargets = 3000;  // 100 per second
  for (int i = 0; i < kTargets; ++i) walk.put(target("t" + std::to_string(i)));
  walk.until(kStart + seconds(30));
  std::set<model::TargetId> seen;
  for (const auto& one : walk.started) seen.insert(one.due.id);
  BOOST_TEST(seen.size() == size_t{kTargets});
  BOOST_TEST(most_starts_per_second(walk.started) < 260u);
  BOOST_TEST(all_distinct(walk.started));
}

BOOST_AUTO_TEST_CASE(a_probe_ends_before_the_next_slot_of_its_target) {
  Walk walk;
  const Slotted eager = target_at("eager", Millis(0), Millis(1'000), Millis(1'000));
  walk.probe_takes = minutes(5);
  walk.put(eager);
  walk.until(kStart + seconds(60));
  const auto started = walk.of(eager);
  BOOST_TEST(started.size() == 61u);
  for (const auto& one : started) {
    BOOST_TEST(one.due.budget.count() == 950'000);
    BOOST_TEST(!one.due.cut_short);
  }
  BOOST_TEST(walk.schedule.missed().in_flight == 0u);
}

BOOST_AUTO_TEST_CASE(a_slot_whose_predecessor_is_in_flight_is_missed) {
  Schedule schedule(20);
  const Slotted shop = target_at("checkout", Millis(0));
  schedule.put(shop, kStart);
  const auto first = schedule.take(kStart);
  BOOST_REQUIRE(first);
  BOOST_TEST(!schedule.take(kStart + seconds(30)));
  BOOST_TEST(schedule.missed().in_flight == 1u);
  schedule.finish(shop.id, first->ticket);
  const auto third = schedule.take(kStart + seconds(60));
  BOOST_REQUIRE(third);
  BOOST_TEST((third->slot == kStart + seconds(60)));
}

BOOST_AUTO_TEST_CASE(a_short_stall_starts_late_with_what_is_left_of_the_budget) {
  Schedule schedule(20);
  const Slotted eager = target_at("eager", Millis(0), Millis(2'000), Millis(2'000));
  schedule.put(eager, kStart);
  const auto due = schedule.take(kStart + Millis(900));
  BOOST_REQUIRE(due);
  BOOST_TEST((due->slot == kStart));
  BOOST_TEST(due->budget.count() == 1'050'000);
  BOOST_TEST(due->cut_short);
}

BOOST_AUTO_TEST_CASE(a_slot_without_time_left_is_missed) {
  Schedule schedule(20);
  schedule.put(target_at("eager", Millis(0), Millis(1'000), Millis(1'000)), kStart);
  BOOST_TEST(!schedule.take(kStart + Millis(900)));
  BOOST_TEST(schedule.missed().overrun == 1u);
}

BOOST_AUTO_TEST_CASE(stall_skips_missed_slots_and_keeps_the_grid) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(5'000));
  walk.put(shop);
  walk.until(kStart + seconds(10));
  walk.started.clear();
  walk.now += minutes(10);  // frozen
  walk.until(kStart + minutes(12));
  const auto started = walk.of(shop);
  BOOST_REQUIRE(started.size() >= 2);
  BOOST_TEST((started[0].due.slot == kStart + minutes(10) + seconds(5)));  // the latest, late
  BOOST_TEST((started[1].due.slot == kStart + minutes(10) + seconds(35)));
  BOOST_TEST((started[1].at == started[1].due.slot));
  BOOST_TEST(walk.schedule.missed().overrun == 19u);
}

BOOST_AUTO_TEST_CASE(a_stall_of_a_whole_fleet_ends_without_a_burst) {
  Walk walk(20);
  for (int i = 0; i < 3000; ++i) walk.put(target("t" + std::to_string(i)));
  walk.until(kStart + seconds(40));
  walk.started.clear();
  walk.now += seconds(20);
  walk.until(kStart + seconds(90));
  BOOST_TEST(most_starts_per_second(walk.started) < 330u);  // 1 s of slots at once, then 2 × 100
  BOOST_TEST(all_distinct(walk.started));
  BOOST_TEST(walk.schedule.missed().overrun == 0u);
}

BOOST_AUTO_TEST_CASE(a_late_slot_gives_way_to_its_successor) {
  Schedule schedule(0.1);  // a turn each 10 s
  const Slotted a = target_at("a", Millis(1'000));
  const Slotted b = target_at("b", Millis(1'001));
  schedule.put(a, kStart);
  schedule.put(b, kStart);
  while (schedule.take(kStart)) {
  }
  // both are late now; a takes the one turn, b's successor comes before the second
  const SystemTime late = kStart + seconds(1) + seconds(29);
  const auto first = schedule.take(late);
  BOOST_REQUIRE(first);
  BOOST_TEST((first->id == a.id));
  BOOST_TEST(!schedule.take(late));
  const auto second = schedule.take(kStart + Millis(31'001));
  BOOST_REQUIRE(second);
  BOOST_TEST((second->id == b.id));
  BOOST_TEST((second->slot == kStart + Millis(31'001)));
}

BOOST_AUTO_TEST_CASE(a_wall_clock_that_jumps_ahead_makes_no_burst_and_repeats_nothing) {
  Walk walk(20);
  for (int i = 0; i < 3000; ++i) walk.put(target("t" + std::to_string(i)));
  walk.until(kStart + seconds(31));
  walk.jump(hours(1));
  walk.until(walk.now + seconds(60));
  BOOST_TEST(most_starts_per_second(walk.started) < 330u);
  BOOST_TEST(all_distinct(walk.started));
  BOOST_TEST(walk.schedule.missed().overrun > 3000u * 118);
}

BOOST_AUTO_TEST_CASE(a_wall_clock_set_back_a_little_repeats_no_slot) {
  Walk walk(20);
  for (int i = 0; i < 300; ++i) walk.put(target("t" + std::to_string(i)));
  walk.until(kStart + seconds(60));
  walk.jump(-seconds(45));
  walk.until(walk.now + seconds(120));
  BOOST_TEST(all_distinct(walk.started));
  BOOST_TEST(most_starts_per_second(walk.started) < 40u);
  BOOST_TEST(walk.schedule.missed().overrun == 0u);
  BOOST_TEST(walk.started.size() > 300u * 4);
}

BOOST_AUTO_TEST_CASE(a_wall_clock_that_was_wrong_by_an_hour_blinds_nobody) {
  Walk walk(20);
  for (int i = 0; i < 300; ++i) walk.put(target("t" + std::to_string(i)));
  walk.until(kStart + seconds(60));
  walk.started.clear();
  walk.jump(-hours(1));
  const SystemTime back = walk.now;
  walk.until(back + seconds(31));
  std::set<model::TargetId> seen;
  for (const auto& one : walk.started) seen.insert(one.due.id);
  BOOST_TEST(seen.size() == 300u);
  BOOST_TEST(most_starts_per_second(walk.started) < 40u);
}

BOOST_AUTO_TEST_CASE(putting_an_unchanged_grid_again_keeps_booking_and_probe_in_flight) {
  Schedule schedule(20);
  Slotted shop = target_at("checkout", Millis(0));
  schedule.put(shop, kStart);
  const auto first = schedule.take(kStart);
  BOOST_REQUIRE(first);
  shop.timeout = Millis(5'000);
  schedule.put(shop, kStart + seconds(1));
  BOOST_TEST(!schedule.take(kStart + seconds(1)));  // no second first run
  BOOST_TEST(!schedule.take(kStart + seconds(30)));
  BOOST_TEST(schedule.missed().in_flight == 1u);
  schedule.finish(shop.id, first->ticket);
  const auto later = schedule.take(kStart + seconds(60));
  BOOST_REQUIRE(later);
  BOOST_TEST(later->budget.count() == 5'000'000);
}

BOOST_AUTO_TEST_CASE(a_new_interval_moves_to_the_new_grid_without_a_first_run) {
  Walk walk;
  walk.put(target_at("checkout", Millis(0)));
  walk.until(kStart + seconds(40));
  walk.started.clear();
  const Slotted faster = target_at("checkout", Millis(7'000), Millis(10'000));
  walk.put(faster);
  walk.until(kStart + seconds(68));
  const auto started = walk.of(faster);
  BOOST_REQUIRE_EQUAL(started.size(), 3);
  BOOST_TEST((started[0].due.slot == kStart + seconds(47)));
  BOOST_TEST((started[2].due.slot == kStart + seconds(67)));
}

BOOST_AUTO_TEST_CASE(a_new_interval_does_not_go_back_behind_the_last_slot) {
  Schedule schedule(20);
  schedule.put(target_at("checkout", Millis(0)), kStart);
  BOOST_REQUIRE(schedule.take(kStart));
  schedule.put(target_at("checkout", Millis(0), Millis(10'000)), kStart);
  BOOST_TEST(!schedule.take(kStart));
  BOOST_TEST(schedule.until_next(kStart)->count() == 10'000'000);
}

BOOST_AUTO_TEST_CASE(a_removed_target_is_not_started_and_its_probe_may_end) {
  Schedule schedule(20);
  const Slotted shop = target_at("checkout", Millis(0));
  schedule.put(shop, kStart);
  const auto first = schedule.take(kStart);
  BOOST_REQUIRE(first);
  schedule.remove(shop.id);
  schedule.finish(shop.id, first->ticket);
  BOOST_TEST(!schedule.take(kStart + hours(1)));
  BOOST_TEST(schedule.size() == 0u);
}

BOOST_AUTO_TEST_CASE(the_probe_of_a_removed_target_does_not_end_that_of_its_successor) {
  Schedule schedule(20);
  const Slotted shop = target_at("checkout", Millis(0));
  schedule.put(shop, kStart);
  const auto before = schedule.take(kStart);
  schedule.remove(shop.id);
  schedule.put(shop, kStart + seconds(30));
  const auto after = schedule.take(kStart + seconds(30));
  BOOST_REQUIRE(before);
  BOOST_REQUIRE(after);
  schedule.finish(shop.id, before->ticket);
  BOOST_TEST(!schedule.take(kStart + seconds(60)));
  BOOST_TEST(schedule.missed().in_flight == 1u);
}

BOOST_AUTO_TEST_CASE(waits_exactly_until_the_next_slot) {
  Schedule schedule(20);
  BOOST_TEST(!schedule.until_next(kStart).has_value());
  schedule.put(target_at("checkout", Millis(1'234)), kStart);
  while (schedule.take(kStart)) {
  }
  BOOST_TEST(schedule.until_next(kStart)->count() == 1'234'000);
}

BOOST_AUTO_TEST_CASE(changes_without_end_do_not_fill_the_queue) {
  Schedule schedule(20);
  const model::TargetId id = target("checkout").id;
  for (int i = 0; i < 100'000; ++i) {
    const Millis interval(i % 2 == 0 ? 3'600'000 : 7'200'000);
    schedule.put({id, model::make_grid(id, "eu-west", interval), Millis(1'000)}, kStart);
  }
  BOOST_TEST(schedule.bookings() < 1'000u);
}

BOOST_AUTO_TEST_CASE(a_target_put_without_a_first_run_has_one_when_it_is_asked_for) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(24'418));
  walk.schedule.put(shop, walk.now, FirstRun::Unknown);
  walk.until(kStart + seconds(5));
  BOOST_TEST(walk.started.empty());
  walk.schedule.run_first(shop.id);
  walk.until(kStart + seconds(6));
  BOOST_REQUIRE_EQUAL(walk.started.size(), 1);
  BOOST_TEST(walk.started[0].due.first_run);
}

BOOST_AUTO_TEST_CASE(a_first_run_asked_for_after_a_slot_was_given_out_is_none) {
  Walk walk;
  const Slotted shop = target_at("checkout", Millis(1'000));
  walk.schedule.put(shop, walk.now, FirstRun::Unknown);
  walk.until(kStart + seconds(2));
  walk.schedule.run_first(shop.id);
  walk.until(kStart + seconds(5));
  BOOST_REQUIRE_EQUAL(walk.started.size(), 1);
  BOOST_TEST(!walk.started[0].due.first_run);
}

BOOST_AUTO_TEST_CASE(what_is_owed_is_the_latest_slot_before_the_first_of_our_own) {
  Schedule schedule(20);
  const Slotted shop = target_at("checkout", Millis(20'000));
  schedule.put(shop, kStart, FirstRun::Unknown);
  const auto owed = schedule.owed(shop.id, kStart - seconds(60), kStart + seconds(5));
  BOOST_REQUIRE(owed);
  BOOST_TEST((owed->slot == kStart - seconds(10)));
  BOOST_TEST((owed->expires == kStart + seconds(20) - Schedule::kGap - Schedule::kLeastBudget));
  BOOST_TEST(!schedule.owed(shop.id, kStart - seconds(10), kStart + seconds(5)).has_value());
  // Its first slot has come, taken or not: that is nobody else's.
  BOOST_TEST(!schedule.owed(shop.id, kStart - seconds(60), kStart + seconds(20)).has_value());
  (void)schedule.take(kStart + seconds(20));
  BOOST_TEST(!schedule.owed(shop.id, kStart - seconds(60), kStart + seconds(30)).has_value());
}

BOOST_AUTO_TEST_CASE(an_owed_slot_is_given_out_with_the_budget_that_is_left) {
  Schedule schedule(20);
  const Slotted shop = target_at("checkout", Millis(20'000));
  schedule.put(shop, kStart, FirstRun::Unknown);
  const OwedSlot owed = schedule.owed(shop.id, kStart - seconds(60), kStart).value();
  const auto due = schedule.give(owed, kStart + seconds(15));
  BOOST_REQUIRE(due);
  BOOST_TEST(due->catch_up);
  BOOST_TEST(!due->first_run);
  BOOST_TEST((due->slot == kStart - seconds(10)));
  BOOST_TEST(due->budget.count() == 4'950'000);
  BOOST_TEST(due->cut_short);
  BOOST_TEST(!schedule.take(kStart + seconds(20)));  // still in flight
  BOOST_TEST(schedule.missed().in_flight == 1u);
}

BOOST_AUTO_TEST_CASE(an_owed_slot_gives_way_to_its_successor) {
  Schedule schedule(20);
  const Slotted shop = target_at("checkout", Millis(20'000));
  schedule.put(shop, kStart, FirstRun::Unknown);
  const OwedSlot owed = schedule.owed(shop.id, kStart - seconds(60), kStart).value();
  BOOST_TEST(!schedule.give(owed, owed.expires + Millis(1)).has_value());
  BOOST_TEST(schedule.missed().overrun == 1u);
  const auto next = schedule.take(kStart + seconds(20));
  BOOST_REQUIRE(next);
  schedule.finish(shop.id, next->ticket);
  BOOST_TEST(!schedule.give(owed, kStart + seconds(21)).has_value());
  BOOST_TEST(schedule.missed().overrun == 2u);
  schedule.remove(shop.id);
  BOOST_TEST(!schedule.give(owed, kStart + seconds(21)).has_value());
  BOOST_TEST(schedule.missed().overrun == 2u);
}

BOOST_AUTO_TEST_CASE(the_horizon_is_the_earliest_slot_not_given_out_late_ones_included) {
  Schedule schedule(0.1);  // a late slot's turn each 10 s
  BOOST_TEST(!schedule.horizon().has_value());
  const Slotted a = target_at("a", Millis(1'000));
  const Slotted b = target_at("b", Millis(2'000));
  schedule.put(a, kStart, FirstRun::Unknown);
  schedule.put(b, kStart, FirstRun::Unknown);
  BOOST_TEST((schedule.horizon() == kStart + seconds(1)));
  BOOST_REQUIRE(schedule.take(kStart + seconds(10)));  // both are late; a has its turn
  BOOST_TEST(!schedule.take(kStart + seconds(10)));
  BOOST_TEST((schedule.horizon() == kStart + seconds(2)));
  BOOST_REQUIRE(schedule.take(kStart + seconds(20)));
  BOOST_TEST((schedule.horizon() == kStart + seconds(31)));
  schedule.remove(a.id);
  BOOST_TEST((schedule.horizon() == kStart + seconds(32)));
}

BOOST_AUTO_TEST_CASE(a_late_slot_that_was_missed_holds_no_horizon_back) {
  Schedule schedule(0.1);
  const Slotted a = target_at("a", Millis(1'000));
  const Slotted b = target_at("b", Millis(2'000));
  schedule.put(a, kStart, FirstRun::Unknown);
  schedule.put(b, kStart, FirstRun::Unknown);
  BOOST_REQUIRE(schedule.take(kStart + seconds(30)));  // both are late; a has its turn
  BOOST_TEST(!schedule.take(kStart + seconds(30)));
  while (schedule.take(kStart + seconds(32))) {
  }
  BOOST_TEST((schedule.horizon() == kStart + seconds(61)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
