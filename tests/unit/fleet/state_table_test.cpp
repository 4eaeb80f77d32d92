#include "prober/fleet/state_table.hpp"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

constexpr std::int64_t kOldEpoch = 1'000;
constexpr std::int64_t kOwnEpoch = 2'000;
constexpr SystemTime kTableNow{Millis(1'795'446'000'000)};

model::TargetState state_of(int target, std::int64_t epoch, int slot,
                            model::Verdict verdict = model::Verdict::Up) {
  model::TargetState state;
  state.id = model::make_target_id("default", "shop", std::to_string(target));
  state.location = "eu-west";
  state.verdict = verdict;
  state.epoch = epoch;
  state.last_slot = kTableNow + Millis(slot * 1'000);
  return state;
}

model::ShardHeartbeat beat_of(std::int64_t epoch, int at) {
  model::ShardHeartbeat heartbeat;
  heartbeat.location = "eu-west";
  heartbeat.epoch = epoch;
  heartbeat.at = kTableNow + Millis(at * 1'000);
  return heartbeat;
}

/// A table with one shard, 0.
struct Table {
  Table() { table.restoring(0); }

  StateTable table;

  void read(const model::TargetState& state) { table.read(0, state, kTableNow); }
  /// The states to write, which are under way then.
  std::vector<model::TargetState> take() {
    std::vector<model::TargetState> states;
    tickets.clear();
    for (const StateWrite& write : table.take_writes(0, 1'000)) {
      tickets.push_back(write.ticket);
      states.push_back(*write.state);
    }
    return states;
  }
  void report_all(bool stored) {
    for (const std::uint64_t ticket : tickets) table.reported(ticket, stored, kTableNow);
  }
  std::vector<std::uint64_t> tickets;
};

BOOST_FIXTURE_TEST_SUITE(state_table, Table)

BOOST_AUTO_TEST_CASE(rank_decides_and_not_the_order_of_reading) {
  const auto truth = state_of(1, kOwnEpoch, 5, model::Verdict::Down);
  read(truth);
  read(state_of(1, kOldEpoch, 9));  // a zombie's, with a later slot
  read(state_of(1, kOwnEpoch, 4));
  BOOST_REQUIRE_EQUAL(table.states(0).size(), 1U);
  BOOST_TEST((*table.states(0)[0] == truth));
  BOOST_TEST(table.highest_epoch(0) == kOwnEpoch);
}

BOOST_AUTO_TEST_CASE(the_newest_heartbeat_is_kept_and_its_epoch_counts) {
  BOOST_TEST(!table.heartbeat(0).has_value());
  BOOST_TEST(table.highest_epoch(0) == 0);
  table.read(0, beat_of(kOwnEpoch, 3));
  table.read(0, beat_of(kOldEpoch, 9));
  BOOST_TEST((table.heartbeat(0).value() == beat_of(kOwnEpoch, 3)));
  table.read(0, beat_of(kOwnEpoch, 4));
  BOOST_TEST((table.heartbeat(0).value() == beat_of(kOwnEpoch, 4)));
  BOOST_TEST(table.highest_epoch(0) == kOwnEpoch);
  BOOST_TEST(!table.heartbeat(1).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_only_read_is_not_written) {
  read(state_of(1, kOldEpoch, 1));
  table.restored(0);
  read(state_of(1, kOldEpoch, 2));
  BOOST_TEST(take().empty());
  BOOST_TEST(table.unwritten() == 0U);
}

BOOST_AUTO_TEST_CASE(a_change_is_to_be_written_until_it_is_stored) {
  table.restored(0);
  table.changed(0, state_of(1, kOwnEpoch, 1));
  BOOST_TEST(take().size() == 1U);
  BOOST_TEST(take().empty());  // it is under way
  BOOST_TEST(table.under_way() == 1U);
  BOOST_TEST(table.unwritten() == 1U);
}

BOOST_AUTO_TEST_CASE(a_write_that_failed_is_made_again) {
  table.changed(0, state_of(1, kOwnEpoch, 1));
  take();
  report_all(false);
  BOOST_TEST(take().size() == 1U);
  report_all(true);
  BOOST_TEST(take().empty());
  BOOST_TEST(table.unwritten() == 0U);
}

BOOST_AUTO_TEST_CASE(a_change_while_a_write_is_under_way_is_written_too) {
  table.changed(0, state_of(1, kOwnEpoch, 1));
  take();
  const auto first = tickets;
  table.changed(0, state_of(1, kOwnEpoch, 2, model::Verdict::Down));
  const auto second = take();
  BOOST_REQUIRE_EQUAL(second.size(), 1U);
  BOOST_TEST((second[0].verdict == model::Verdict::Down));
  table.reported(first[0], false, kTableNow);  // the later one decides
  BOOST_TEST(take().empty());
}

BOOST_AUTO_TEST_CASE(
    a_failure_of_the_last_write_counts_even_when_an_earlier_one_is_reported_later) {
  table.changed(0, state_of(1, kOwnEpoch, 1));
  take();
  const std::uint64_t first = tickets.at(0);
  table.changed(0, state_of(1, kOwnEpoch, 2));
  take();
  report_all(false);
  table.reported(first, true, kTableNow);
  BOOST_TEST(take().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_change_that_is_outranked_is_ignored) {
  read(state_of(1, kOwnEpoch, 5));
  table.changed(0, state_of(1, kOldEpoch, 9, model::Verdict::Down));
  BOOST_TEST(take().empty());
  BOOST_TEST((table.states(0).at(0)->verdict == model::Verdict::Up));
}

BOOST_AUTO_TEST_CASE(a_zombies_overwrite_is_repaired) {
  table.restored(0);
  const auto truth = state_of(1, kOwnEpoch, 5);
  table.changed(0, truth);
  take();
  report_all(true);
  read(truth);  // our own, tailed
  BOOST_TEST(take().empty());
  read(state_of(1, kOldEpoch, 4, model::Verdict::Down));
  BOOST_TEST(table.repairs() == 1U);
  const auto repair = take();
  BOOST_REQUIRE_EQUAL(repair.size(), 1U);
  BOOST_TEST((repair[0] == truth));
}

BOOST_AUTO_TEST_CASE(our_own_earlier_states_are_no_overwrite) {
  table.restored(0);
  table.changed(0, state_of(1, kOwnEpoch, 1));
  table.changed(0, state_of(1, kOwnEpoch, 2));
  take();
  report_all(true);
  read(state_of(1, kOwnEpoch, 1));
  BOOST_TEST(take().empty());
  BOOST_TEST(table.repairs() == 0U);
}

BOOST_AUTO_TEST_CASE(the_history_of_a_restore_is_no_overwrite_but_its_last_message_may_be) {
  read(state_of(1, kOldEpoch, 1));
  read(state_of(1, kOwnEpoch, 2));
  read(state_of(2, kOwnEpoch, 2));
  read(state_of(2, kOldEpoch, 3));  // a zombie's is the last of target 2
  BOOST_TEST(take().empty());       // nothing is ours yet
  table.restored(0);
  const auto repair = take();
  BOOST_REQUIRE_EQUAL(repair.size(), 1U);
  BOOST_TEST((repair[0] == state_of(2, kOwnEpoch, 2)));
}

BOOST_AUTO_TEST_CASE(a_shard_that_is_read_once_more_is_not_repaired_by_its_history) {
  read(state_of(1, kOldEpoch, 1));
  read(state_of(1, kOwnEpoch, 2));
  table.restored(0);
  table.restoring(0);
  read(state_of(1, kOldEpoch, 1));
  read(state_of(1, kOwnEpoch, 2));
  table.restored(0);
  BOOST_TEST(take().empty());
}

BOOST_AUTO_TEST_CASE(what_was_written_a_day_ago_and_is_alive_is_written_anew) {
  table.restored(0);
  table.changed(0, state_of(1, kOwnEpoch, 1));
  table.changed(0, state_of(2, kOwnEpoch, 1));
  take();
  report_all(true);
  const auto alive = [](const model::TargetId& id) { return id == state_of(1, 0, 0).id; };
  table.refresh(0, kTableNow + std::chrono::hours(23), alive);
  BOOST_TEST(take().empty());
  table.refresh(0, kTableNow + std::chrono::hours(24), alive);
  const auto again = take();
  BOOST_REQUIRE_EQUAL(again.size(), 1U);
  BOOST_TEST((again[0].id == state_of(1, 0, 0).id));
}

BOOST_AUTO_TEST_CASE(what_was_read_counts_as_written_when_it_was_appended) {
  read(state_of(1, kOldEpoch, 1));
  table.restored(0);
  const auto alive = [](const model::TargetId&) { return true; };
  table.refresh(0, kTableNow + std::chrono::hours(25), alive);
  BOOST_TEST(take().size() == 1U);
}

BOOST_AUTO_TEST_CASE(no_more_is_taken_than_asked_for) {
  for (int i = 0; i < 5; ++i) table.changed(0, state_of(i, kOwnEpoch, 1));
  BOOST_TEST(table.take_writes(0, 3).size() == 3U);
  BOOST_TEST(table.take_writes(0, 3).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_forgotten_shard_leaves_nothing_and_late_reports_do_no_harm) {
  table.changed(0, state_of(1, kOwnEpoch, 1));
  take();
  table.forget(0);
  report_all(false);
  BOOST_TEST(take().empty());
  BOOST_TEST(table.states(0).empty());
  BOOST_TEST(table.unwritten() == 0U);
}

BOOST_AUTO_TEST_CASE(a_change_of_a_shard_that_went_to_another_is_not_kept) {
  table.forget(0);
  table.changed(0, state_of(1, kOwnEpoch, 1));
  BOOST_TEST(table.unwritten() == 0U);
  BOOST_TEST(take().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
