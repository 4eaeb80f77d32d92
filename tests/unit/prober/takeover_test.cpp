#include "prober/engine/takeover.hpp"

#include <boost/test/unit_test.hpp>

#include "takeover_world.hpp"

namespace vedette::prober {
namespace {

using model::Method;
using model::Outcome;
using model::Verdict;
using std::chrono::seconds;

constexpr std::uint64_t kSpecHash = 1;  // of every fake_target

VerdictState up_since(SystemTime since, SystemTime last_slot) {
  return {.verdict = Verdict::Up,
          .since = since,
          .failures = 0,
          .successes = 1,
          .last_slot = last_slot,
          .spec_hash = kSpecHash};
}

/// The owner before saw the target up, long since, and lastly a minute before it was gone.
RestoredVerdicts was_up(const std::shared_ptr<HeldTarget>& held) {
  return {
      {held->assignment.target->id, up_since(kAssigned - seconds(3'600), kAssigned - seconds(60))}};
}

BOOST_AUTO_TEST_SUITE(takeover)

BOOST_AUTO_TEST_CASE(results_wait_for_the_restore_and_carry_its_epoch) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  BOOST_TEST(world.probe_until(kAssigned + seconds(4)).size() == 1u);
  BOOST_TEST(world.results().empty());
  BOOST_TEST(world.takeover.waiting() == 1u);
  BOOST_TEST(world.metrics.waiting_results.Value() == 1);
  BOOST_TEST((world.ledger.earliest(kShard) == kAssigned + seconds(2)));

  world.restore(kAssigned, was_up(shop));
  const auto results = world.results();
  BOOST_REQUIRE_EQUAL(results.size(), 1u);
  BOOST_TEST(results[0].epoch == kNewEpoch);
  BOOST_TEST((results[0].scheduled_at == kAssigned + seconds(2)));
  BOOST_TEST(world.metrics.waiting_results.Value() == 0);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(what_waited_goes_on_from_the_restored_verdict_in_the_order_of_slots) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(1'000), Method::Get, Millis(4'000));
  BOOST_TEST(world.probe_until(kAssigned + seconds(6), Outcome::Down).size() == 2u);
  world.restore(kAssigned, was_up(shop));
  const auto results = world.results();
  BOOST_REQUIRE_EQUAL(results.size(), 2u);
  BOOST_TEST((results[0].verdict == Verdict::Up));
  BOOST_TEST((results[0].previous_verdict == Verdict::Up));
  BOOST_TEST((results[0].verdict_since == kAssigned - seconds(3'600)));
  BOOST_TEST((results[1].verdict == Verdict::Down));
  BOOST_TEST((results[1].previous_verdict == Verdict::Up));
  BOOST_TEST((results[1].verdict_since == kAssigned + seconds(5)));
  BOOST_TEST(world.metrics.restored_verdicts.Value() == 1);
}

BOOST_AUTO_TEST_CASE(a_target_is_probed_on_its_slots_before_the_restore_but_has_no_first_run) {
  TakeoverWorld world;
  (void)world.add("shop", Millis(20'000));
  BOOST_TEST(world.probe_until(kAssigned + seconds(19)).empty());
  const auto started = world.probe_until(kAssigned + seconds(20));
  BOOST_REQUIRE_EQUAL(started.size(), 1u);
  BOOST_TEST(!started[0].first_run);
}

BOOST_AUTO_TEST_CASE(a_target_without_a_state_has_its_first_run_after_the_restore) {
  TakeoverWorld world;
  (void)world.add("shop", Millis(20'000));
  (void)world.probe_until(kAssigned + seconds(5));
  world.restore(kAssigned - seconds(20), {});
  const auto started = world.probe_until(kAssigned + seconds(6));
  BOOST_REQUIRE_EQUAL(started.size(), 1u);
  BOOST_TEST(started[0].first_run);
  BOOST_TEST((world.results().at(0).previous_verdict == Verdict::Unknown));
}

BOOST_AUTO_TEST_CASE(a_target_without_a_state_that_was_probed_meanwhile_has_no_first_run) {
  TakeoverWorld world;
  (void)world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(5));
  world.restore(kAssigned - seconds(20), {});
  BOOST_TEST(world.probe_until(kAssigned + seconds(10)).empty());
}

BOOST_AUTO_TEST_CASE(a_target_with_a_state_has_no_first_run) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(20'000));
  world.restore(std::nullopt, was_up(shop));
  BOOST_TEST(world.probe_until(kAssigned + seconds(15)).empty());
}

BOOST_AUTO_TEST_CASE(a_target_added_after_the_restore_is_new) {
  TakeoverWorld world;
  world.restore(kAssigned, {});
  (void)world.add("shop", Millis(20'000));
  const auto started = world.probe_until(kAssigned + seconds(1));
  BOOST_REQUIRE_EQUAL(started.size(), 1u);
  BOOST_TEST(started[0].first_run);
  BOOST_TEST(world.results().size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_latest_slot_that_nobody_did_is_caught_up_and_no_other) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(8'000), Method::Get, Millis(10'000));
  (void)world.probe_until(kAssigned + seconds(1));
  world.restore(kAssigned - seconds(25), was_up(shop));  // slots −22, −12 and −2 are owed
  BOOST_TEST((world.ledger.earliest(kShard) == kAssigned - seconds(2)));
  const auto started = world.probe_until(kAssigned + seconds(7));
  BOOST_REQUIRE_EQUAL(started.size(), 1u);
  BOOST_TEST(started[0].catch_up);
  BOOST_TEST((started[0].slot == kAssigned - seconds(2)));
  BOOST_TEST(world.metrics.catch_ups.Value() == 1);
  BOOST_TEST(!world.results().at(0).first_run);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(a_slot_through_which_all_was_done_is_not_caught_up) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(20'000));
  world.restore(kAssigned - seconds(10), was_up(shop));  // the slot itself
  BOOST_TEST(world.probe_until(kAssigned + seconds(15)).empty());
}

BOOST_AUTO_TEST_CASE(a_slot_that_was_probed_here_before_the_restore_is_not_owed) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(5));
  world.restore(kAssigned - seconds(60), was_up(shop));
  BOOST_TEST(world.probe_until(kAssigned + seconds(30)).empty());
}

BOOST_AUTO_TEST_CASE(without_a_fresh_heartbeat_nothing_is_caught_up) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(20'000));
  world.restore(std::nullopt, was_up(shop));
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
  BOOST_TEST(world.probe_until(kAssigned + seconds(15)).empty());
}

BOOST_AUTO_TEST_CASE(a_method_that_changes_things_is_never_caught_up_but_counted_missed) {
  TakeoverWorld world;
  const auto order = world.add("order", Millis(20'000), Method::Post);
  world.restore(kAssigned - seconds(60), was_up(order));
  BOOST_TEST(world.probe_until(kAssigned + seconds(15)).empty());
  BOOST_TEST(world.missed(MissedCause::Handover) == 1);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(an_owed_slot_whose_time_is_up_is_missed_and_no_longer_open) {
  TakeoverWorld world;
  std::vector<std::shared_ptr<HeldTarget>> shops;
  RestoredVerdicts verdicts;
  for (int i = 0; i < 40; ++i) {  // 4 turns in a second and a half, at 2 × 40 in 30 s
    shops.push_back(world.add("shop" + std::to_string(i), Millis(1'500)));
    verdicts.merge(was_up(shops.back()));
  }
  world.restore(kAssigned - seconds(60), verdicts);
  std::size_t caught_up = 0;
  for (const Due& due : world.probe_until(kAssigned + seconds(20))) caught_up += due.catch_up;
  BOOST_TEST(caught_up >= 3u);
  BOOST_TEST(caught_up <= 5u);
  BOOST_TEST(world.schedule.missed().overrun == 40 - caught_up);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(a_slot_that_the_owner_before_did_after_its_last_state_counts_once) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(4), Outcome::Down);
  RestoredVerdicts verdicts = was_up(shop);
  verdicts.begin()->second.failures = 1;
  // It went on probing for a while: its heartbeat vouches for this slot too.
  world.restore(kAssigned + seconds(2), verdicts);
  BOOST_REQUIRE_EQUAL(world.results().size(), 1u);
  BOOST_TEST((world.results()[0].verdict == Verdict::Up));
  BOOST_TEST(shop->verdict.failures == 1);
}

BOOST_AUTO_TEST_CASE(a_restored_slot_in_the_future_is_ignored) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(4), Outcome::Down);
  RestoredVerdicts verdicts = was_up(shop);
  verdicts.begin()->second.failures = 1;
  verdicts.begin()->second.last_slot = kAssigned + seconds(86'400);
  world.restore(kAssigned, verdicts);
  BOOST_TEST((world.results().at(0).verdict == Verdict::Down));
}

BOOST_AUTO_TEST_CASE(another_spec_than_the_restored_one_starts_over_from_unknown) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(4), Outcome::Down);
  RestoredVerdicts verdicts = was_up(shop);
  verdicts.begin()->second.spec_hash = kSpecHash + 1;
  world.restore(kAssigned, verdicts);
  BOOST_TEST((world.results().at(0).previous_verdict == Verdict::Up));
  BOOST_TEST((world.results().at(0).verdict == Verdict::Unknown));
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_before_its_restore_drops_what_waits_and_counts_it) {
  TakeoverWorld world;
  (void)world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(4));
  world.takeover.release(kShard);
  BOOST_TEST(world.results().empty());
  BOOST_TEST(world.takeover.waiting() == 0u);
  BOOST_TEST(world.missed(MissedCause::Handover) == 1);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(what_ends_after_its_shard_went_unrestored_is_dropped_and_counted) {
  TakeoverWorld world;
  (void)world.add("shop", Millis(2'000));
  world.takeover.release(kShard);
  (void)world.probe_until(kAssigned + seconds(4));
  BOOST_TEST(world.results().empty());
  BOOST_TEST(world.missed(MissedCause::Handover) == 1);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_owes_nothing_any_more) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(20'000));
  world.restore(kAssigned - seconds(60), was_up(shop));
  BOOST_TEST(world.ledger.earliest(kShard).has_value());
  world.takeover.release(kShard);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
  BOOST_TEST(!world.takeover.until_next(world.now).has_value());
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_in_the_middle_of_its_restore_is_left_alone) {
  TakeoverWorld world;
  const auto a = world.add("a", Millis(1'000));
  const auto b = world.add("b", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(4));
  Restoration restoration =
      world.takeover.begin({.shard = kShard, .epoch = kNewEpoch}, std::nullopt);
  BOOST_TEST(world.takeover.settle(restoration, 1, world.now));
  world.takeover.release(kShard);
  BOOST_TEST(!world.takeover.settle(restoration, 1, world.now));
  BOOST_TEST(world.results().size() == 1u);
  BOOST_TEST(world.missed(MissedCause::Handover) == 1);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(a_shard_that_comes_back_waits_for_its_restore_again) {
  TakeoverWorld world;
  world.restore(kAssigned, {});
  world.takeover.release(kShard);
  (void)world.add("shop", Millis(1'000));
  (void)world.probe_until(kAssigned + seconds(2));
  BOOST_TEST(world.results().empty());
  BOOST_TEST(world.takeover.waiting() == 1u);
}

BOOST_AUTO_TEST_CASE(beyond_the_bound_the_newest_that_waits_is_dropped_and_counted) {
  TakeoverWorld world(1);
  (void)world.add("a", Millis(1'000));
  (void)world.add("b", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(3));
  BOOST_TEST(world.takeover.waiting() == 1u);
  BOOST_TEST(world.missed(MissedCause::Restore) == 1);
  BOOST_TEST((world.ledger.earliest(kShard) == kAssigned + seconds(1)));
}

BOOST_AUTO_TEST_CASE(a_target_removed_while_its_result_waits_is_published_and_owes_nothing) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  (void)world.probe_until(kAssigned + seconds(3));
  shop->removed = true;
  world.schedule.remove(shop->assignment.target->id);
  world.restore(kAssigned - seconds(60), was_up(shop));
  BOOST_TEST(world.results().size() == 1u);
  BOOST_TEST(world.states.all().empty());
  BOOST_TEST(!world.last_results.find(shop->assignment.target->id).has_value());
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(a_target_removed_and_added_again_before_the_restore_is_caught_up_once) {
  TakeoverWorld world;
  const auto before = world.add("shop", Millis(20'000));
  before->removed = true;
  world.schedule.remove(before->assignment.target->id);
  const auto shop = world.add("shop", Millis(20'000));
  world.restore(kAssigned - seconds(60), was_up(shop));
  BOOST_TEST(world.probe_until(kAssigned + seconds(15)).size() == 1u);
  BOOST_TEST(world.schedule.missed().overrun == 0u);
  BOOST_TEST(!world.ledger.earliest(kShard).has_value());
}

BOOST_AUTO_TEST_CASE(a_second_restore_only_raises_the_epoch) {
  TakeoverWorld world;
  const auto shop = world.add("shop", Millis(2'000));
  world.restore(kAssigned, was_up(shop));
  world.restore(kAssigned - seconds(60), {}, kNewEpoch + 5);
  const auto started = world.probe_until(kAssigned + seconds(3));
  BOOST_TEST(started.size() == 1u);
  BOOST_TEST(world.results().at(0).epoch == kNewEpoch + 5);
  BOOST_TEST((world.results().at(0).previous_verdict == Verdict::Up));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
