#include "prober/engine/conclusions.hpp"

#include <boost/test/unit_test.hpp>

#include "takeover_world.hpp"

namespace vedette::prober {
namespace {

using model::Outcome;
using model::Verdict;
using std::chrono::seconds;

/// A target of a restored shard, probed every 10 s from kAssigned + 1 s on.
struct StatesWorld : TakeoverWorld {
  StatesWorld() {
    restore(std::nullopt, {});
    shop = add("shop", Millis(1'000), model::Method::Get, Millis(10'000));
  }

  std::shared_ptr<HeldTarget> shop;
};

BOOST_AUTO_TEST_SUITE(conclusions)

BOOST_AUTO_TEST_CASE(the_first_result_says_the_whole_state) {
  StatesWorld world;
  world.status_code = 503;
  (void)world.probe_until(kAssigned + seconds(2), Outcome::Down);
  const auto states = world.states.all();
  BOOST_REQUIRE_EQUAL(states.size(), 1u);
  BOOST_TEST(states[0].first == kShard);
  const model::TargetState& state = states[0].second;
  BOOST_TEST((state.id == world.shop->assignment.target->id));
  BOOST_TEST(state.location == "eu-west");
  BOOST_TEST((state.verdict == Verdict::Unknown));
  BOOST_TEST((state.reason == model::Reason::StatusMismatch));
  BOOST_TEST(state.failures == 1);
  BOOST_TEST(state.epoch == kNewEpoch);
  BOOST_TEST((state.last_slot == kAssigned + seconds(1)));
  BOOST_TEST(state.spec_hash == 1u);
  BOOST_TEST(state.status_code.value() == 503);
  BOOST_TEST((verdict_state_of(state) == world.shop->verdict));
}

BOOST_AUTO_TEST_CASE(a_result_that_changes_only_the_slot_says_no_state) {
  StatesWorld world;
  (void)world.probe_until(kAssigned + seconds(62));
  BOOST_TEST(world.results().size() == 7u);
  BOOST_TEST(world.states.all().size() == 1u);
}

BOOST_AUTO_TEST_CASE(another_verdict_counter_or_status_is_said) {
  StatesWorld world;
  world.status_code = 200;
  (void)world.probe_until(kAssigned + seconds(2));
  world.status_code = 204;
  (void)world.probe_until(kAssigned + seconds(12));
  BOOST_TEST(world.states.all().size() == 2u);
  (void)world.probe_until(kAssigned + seconds(22), Outcome::Down);  // one failure
  (void)world.probe_until(kAssigned + seconds(32), Outcome::Down);  // two: down
  (void)world.probe_until(kAssigned + seconds(42), Outcome::Down);  // nothing new
  const auto states = world.states.all();
  BOOST_REQUIRE_EQUAL(states.size(), 4u);
  BOOST_TEST((states[3].second.verdict == Verdict::Down));
  BOOST_TEST((states[3].second.since == kAssigned + seconds(31)));
}

BOOST_AUTO_TEST_CASE(under_a_new_epoch_the_state_is_said_again) {
  StatesWorld world;
  (void)world.probe_until(kAssigned + seconds(2));
  world.restore(std::nullopt, {}, kNewEpoch + 1);
  (void)world.probe_until(kAssigned + seconds(22));
  const auto states = world.states.all();
  BOOST_REQUIRE_EQUAL(states.size(), 2u);
  BOOST_TEST(states[1].second.epoch == kNewEpoch + 1);
}

BOOST_AUTO_TEST_CASE(a_slot_that_comes_too_late_to_count_says_no_state) {
  StatesWorld world;
  (void)world.probe_until(kAssigned + seconds(2));
  world.shop->verdict.last_slot = kAssigned + seconds(11);
  (void)world.probe_until(kAssigned + seconds(12), Outcome::Down);
  BOOST_TEST(world.results().size() == 2u);
  BOOST_TEST(world.states.all().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
