#include "prober/engine/engine.hpp"

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "fake_probes.hpp"
#include "recording_sink.hpp"
#include "support/wait_until.hpp"

namespace vedette::prober {
namespace {

constexpr Millis kPatience{10'000};
constexpr Millis kInterval{300};  // of every fake_target
constexpr int kOwned = 0;         // the shard of every fake_target, restored from the start
constexpr int kComing = 1;        // one that is not
constexpr std::int64_t kEpoch = 1'795'446'000'123;

EngineChanges put(Assignment assignment) {
  EngineChanges changes;
  changes.put.push_back(std::move(assignment));
  return changes;
}

const model::ProbeFacts kUp = fake_facts(model::Outcome::Up, model::Reason::Ok);
const model::ProbeFacts kDown = fake_facts(model::Outcome::Down, model::Reason::StatusMismatch);

/// Holds the engine's thread up, the first time it is called.
std::function<void()> stall_once() {
  return [done = std::make_shared<bool>(false)] {
    if (!std::exchange(*done, true)) std::this_thread::sleep_for(Millis(300));
  };
}

struct World {
  std::unique_ptr<Engine> engine(ProbeFactory factory, std::size_t max_in_flight = 100) {
    EngineOptions options;
    options.identity = {"eu-west", "prober-1", 1};
    options.max_in_flight = max_in_flight;
    auto engine = std::make_unique<Engine>(
        options, EngineNeighbours{clock, sink, last_results, metrics, health, ledger, gate, self},
        std::move(factory));
    engine->restored({.shard = kOwned, .epoch = kEpoch});
    return engine;
  }

  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  LastResults last_results;
  SlotLedger ledger{4};
  ChangeGate gate{4, Millis(6'000)};
  SelfHealth self{clock, health, metrics};
  RecordingSink sink{ledger};
};

SteadyTime in(Millis time) { return std::chrono::steady_clock::now() + time; }

BOOST_AUTO_TEST_SUITE(engine)

BOOST_AUTO_TEST_CASE(results_stand_on_the_grid_and_carry_who_probed) {
  World world;
  const auto engine = world.engine(answer(kUp));
  const Assignment shop = fake_target("shop");
  engine->apply(put(shop));
  const auto results = world.sink.wait_for(4);
  BOOST_REQUIRE(results.size() >= 4u);
  const model::SlotGrid grid = model::make_grid(shop.target->id, "eu-west", kInterval);
  for (const auto& result : results) {
    BOOST_TEST((grid.at_or_before(result.scheduled_at) == result.scheduled_at));
    BOOST_TEST((result.started_at >= result.scheduled_at));
    BOOST_TEST((result.produced_at >= result.started_at));
    BOOST_TEST(result.location == "eu-west");
    BOOST_TEST(result.prober == "prober-1");
    BOOST_TEST(result.epoch == kEpoch);
    BOOST_TEST(result.target.url == "http://shop.example/");
    BOOST_TEST((result.verdict == model::Verdict::Up));
    BOOST_TEST((result.verdict_since == results.front().scheduled_at));
  }
  BOOST_TEST((results[3].scheduled_at - results[2].scheduled_at == kInterval));
  BOOST_TEST((results.front().previous_verdict == model::Verdict::Unknown));
  BOOST_TEST((results.back().previous_verdict == model::Verdict::Up));
}

BOOST_AUTO_TEST_CASE(the_last_result_of_each_target_can_be_shown) {
  World world;
  const auto engine = world.engine(answer(kDown));
  const Assignment shop = fake_target("shop");
  engine->apply(put(shop));
  const auto results = world.sink.wait_for(2);
  BOOST_REQUIRE(results.size() >= 2u);
  engine->stop_intake();
  BOOST_TEST(engine->drain(in(Millis(5'000))) == 0u);
  const auto last = world.last_results.find(shop.target->id);
  BOOST_REQUIRE(last);
  BOOST_TEST((last->reason == model::Reason::StatusMismatch));
  BOOST_TEST((last->scheduled_at >= results[1].scheduled_at));
}

BOOST_AUTO_TEST_CASE(a_target_that_cannot_be_probed_has_results_all_the_same) {
  World world;
  const auto engine = world.engine(answer(kUp));
  Assignment shop = fake_target("shop");
  shop.plan = nullptr;
  shop.unusable = "secret shop/token was never seen";
  engine->apply(put(shop));
  const auto results = world.sink.wait_for(1);
  BOOST_REQUIRE(!results.empty());
  BOOST_TEST((results[0].facts.outcome == model::Outcome::Unknown));
  BOOST_TEST((results[0].facts.reason == model::Reason::ConfigError));
  BOOST_TEST(results[0].facts.message == "secret shop/token was never seen");
}

BOOST_AUTO_TEST_CASE(a_stalled_loop_calls_no_site_down) {
  World world;
  const auto engine = world.engine(answer(kDown, stall_once()));
  engine->apply(put(fake_target("shop")));
  const auto results = world.sink.wait_for(1);
  BOOST_REQUIRE(!results.empty());
  BOOST_TEST(results[0].stalled);
  BOOST_TEST((results[0].facts.outcome == model::Outcome::Unknown));
  BOOST_TEST((results[0].facts.reason == model::Reason::ProberStalled));
}

BOOST_AUTO_TEST_CASE(a_stalled_loop_leaves_an_up_site_up_and_says_so) {
  World world;
  const auto engine = world.engine(answer(kUp, stall_once()));
  engine->apply(put(fake_target("shop")));
  const auto results = world.sink.wait_for(1);
  BOOST_REQUIRE(!results.empty());
  BOOST_TEST(results[0].stalled);
  BOOST_TEST((results[0].facts.outcome == model::Outcome::Up));
}

BOOST_AUTO_TEST_CASE(a_stall_is_counted_and_its_durations_are_left_out) {
  World world;
  const auto engine = world.engine(answer(kUp, stall_once()));
  engine->apply(put(fake_target("shop")));
  // The second is due when the stall ends; before the third there is a tick.
  BOOST_REQUIRE(world.sink.wait_for(3).size() >= 3u);
  engine->stop_intake();
  BOOST_TEST(engine->drain(in(Millis(5'000))) == 0u);
  std::size_t stalled = 0;
  const auto results = world.sink.wait_for(0);
  for (const auto& result : results) stalled += result.stalled ? 1 : 0;
  BOOST_TEST(stalled > 0u);
  BOOST_TEST(world.metrics.stalls.Value() >= 1);
  BOOST_TEST(world.metrics.stalled_results.Value() == static_cast<double>(stalled));
  const auto durations = world.metrics.probe_duration.Collect().histogram;
  BOOST_TEST(durations.sample_count == results.size() - stalled);
}

BOOST_AUTO_TEST_CASE(drain_waits_for_the_probe_in_flight) {
  World world;
  std::atomic<int> running{0};
  const auto engine = world.engine(answer_at_deadline(kUp, running));
  engine->apply(put(fake_target("shop")));
  running.wait(0);
  engine->stop_intake();
  BOOST_TEST(engine->drain(in(Millis(5'000))) == 0u);
  BOOST_TEST(world.sink.wait_for(1).size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_outlasts_the_drain_is_counted) {
  World world;
  std::atomic<int> running{0};
  const auto engine = world.engine(answer_at_deadline(kUp, running));
  engine->apply(put(fake_target("shop")));
  running.wait(0);
  engine->stop_intake();
  BOOST_TEST(engine->drain(in(Millis(0))) == 1u);
  BOOST_TEST(world.metrics.missed(MissedCause::Shutdown).Value() == 1);
}

BOOST_AUTO_TEST_CASE(a_slot_beyond_the_bound_in_flight_is_missed_and_counted) {
  World world;
  std::atomic<int> running{0};
  const auto engine = world.engine(answer_at_deadline(kUp, running), 1);
  for (int i = 0; i < 20; ++i) engine->apply(put(fake_target("t" + std::to_string(i))));
  (void)world.sink.wait_for(4);
  BOOST_TEST(world.metrics.missed(MissedCause::Capacity).Value() > 0);
  BOOST_TEST(world.metrics.in_flight.Value() <= 1);
}

BOOST_AUTO_TEST_CASE(an_edited_target_keeps_its_verdict_until_a_result_of_the_new_spec) {
  World world;
  const auto engine = world.engine(answer(kUp));
  engine->apply(put(fake_target("shop", 1)));
  const auto before = world.sink.wait_for(2);
  engine->apply(put(fake_target("shop", 2)));
  const auto results = world.sink.wait_for(before.size() + 3);
  BOOST_TEST((results.back().verdict_since == results.front().scheduled_at));
  for (size_t i = 1; i < results.size(); ++i) {
    BOOST_TEST((results[i].scheduled_at > results[i - 1].scheduled_at));
  }
}

BOOST_AUTO_TEST_CASE(a_removed_target_ends_with_the_probe_in_flight) {
  World world;
  std::atomic<int> running{0};
  const auto engine = world.engine(answer_at_deadline(kUp, running));
  const Assignment shop = fake_target("shop");
  engine->apply(put(shop));
  running.wait(0);
  EngineChanges changes;
  changes.removed.push_back(shop.target->id);
  engine->apply(changes);
  BOOST_TEST(world.sink.wait_for(1).size() == 1u);
  engine->stop_intake();
  BOOST_TEST(engine->drain(in(Millis(5'000))) == 0u);
  BOOST_TEST(world.sink.wait_for(1).size() == 1u);
  BOOST_TEST(!world.last_results.find(shop.target->id).has_value());
}

BOOST_AUTO_TEST_CASE(a_large_change_is_done_before_the_next_begins) {
  World world;
  const auto engine = world.engine(answer(kUp));
  EngineChanges many;
  EngineChanges none;
  for (int i = 0; i < 2'000; ++i) {
    many.put.push_back(fake_target("t" + std::to_string(i)));
    none.removed.push_back(many.put.back().target->id);
  }
  const auto ids = none.removed;
  engine->apply(std::move(many));
  engine->apply(std::move(none));
  engine->apply(put(fake_target("shop")));
  (void)world.sink.wait_for_results_of("shop",
                                       3);  // what was left over would have had its slot too
  for (const model::TargetId& id : ids) BOOST_TEST(!world.last_results.find(id).has_value());
}

BOOST_AUTO_TEST_CASE(a_shard_that_is_not_restored_publishes_nothing_until_it_is) {
  World world;
  const auto engine = world.engine(answer(kUp));
  Assignment coming = fake_target("coming");
  coming.shard = kComing;
  engine->apply(put(coming));
  engine->apply(put(fake_target("shop")));
  (void)world.sink.wait_for_results_of("shop", 4);
  BOOST_TEST(world.sink.wait_for_results_of("coming", 0).empty());
  BOOST_TEST(world.metrics.waiting_results.Value() >= 2);
  engine->restored({.shard = kComing, .epoch = kEpoch + 1});
  const auto results = world.sink.wait_for_results_of("coming", 3);
  for (const auto& result : results) BOOST_TEST(result.epoch == kEpoch + 1);
  for (size_t i = 1; i < results.size(); ++i) {
    BOOST_TEST((results[i].scheduled_at - results[i - 1].scheduled_at == kInterval));
  }
}

BOOST_AUTO_TEST_CASE(a_restore_holds_the_slot_after_done_through_open_before_the_engine_sees_it) {
  World world;
  std::latch entered(1);
  std::latch go_on(1);
  const auto engine = world.engine(answer(kUp, [&] {
    entered.count_down();
    go_on.wait();
  }));
  engine->apply(put(fake_target("shop")));
  entered.wait();  // the engine's thread is held
  const SystemTime through = std::chrono::floor<Millis>(world.clock.system_now());
  engine->restored(
      {.shard = kComing, .epoch = kEpoch, .heartbeat_at = through, .done_through = through});
  BOOST_TEST((world.ledger.earliest(kComing) == through + Millis(1)));
  go_on.count_down();
  (void)world.sink.wait_for(3);
  BOOST_TEST(!world.ledger.earliest(kComing).has_value());
}

BOOST_AUTO_TEST_CASE(every_slot_before_horizon_and_ledger_has_its_result) {
  World world;
  const auto engine = world.engine(answer(kUp));
  const Assignment shop = fake_target("shop");
  engine->apply(put(shop));
  const SystemTime first = world.sink.wait_for_results_of("shop", 1).front().scheduled_at;
  SystemTime done_before{};
  for (std::size_t count = 2; count < 6; ++count) {
    const SystemTime horizon = engine->horizon();
    done_before = std::min(horizon, world.ledger.earliest(kOwned).value_or(horizon));
    std::size_t slots = 0;
    for (SystemTime slot = first; slot < done_before; slot += kInterval) ++slots;
    BOOST_TEST(world.sink.wait_for_results_of("shop", 0).size() >= slots);
    (void)world.sink.wait_for_results_of("shop", count);
  }
  BOOST_TEST((done_before > first));
}

BOOST_AUTO_TEST_CASE(an_engine_without_a_target_holds_nothing_back) {
  World world;
  const auto engine = world.engine(answer(kUp));
  const Assignment shop = fake_target("shop");
  engine->apply(put(shop));
  (void)world.sink.wait_for(1);
  BOOST_TEST((engine->horizon() < world.clock.system_now() + 2 * kInterval));
  EngineChanges changes;
  changes.removed.push_back(shop.target->id);
  engine->apply(changes);
  test::wait_until("a horizon without a target", kPatience,
                   [&] { return engine->horizon() == SystemTime::max(); });
}

BOOST_AUTO_TEST_CASE(what_changes_things_is_not_probed_while_its_shard_changes_hands) {
  World world;
  const auto engine = world.engine(answer(kUp));
  Assignment order = fake_target("order");
  model::Target target = *order.target;
  target.http.method = model::Method::Post;
  order.target = std::make_shared<const model::Target>(target);
  engine->apply(put(order));
  engine->apply(put(fake_target("shop")));
  (void)world.sink.wait_for_results_of("shop", 4);
  BOOST_TEST(world.sink.wait_for_results_of("order", 0).empty());
  BOOST_TEST(world.metrics.missed(MissedCause::Handover).Value() >= 2);
  world.gate.open_for_good();
  (void)world.sink.wait_for_results_of("order", 1);
  BOOST_TEST(!world.ledger.earliest(kComing).has_value());
}

BOOST_AUTO_TEST_CASE(results_that_wait_at_the_end_are_published_from_an_unknown_verdict) {
  World world;
  const auto engine = world.engine(answer(kUp));
  Assignment coming = fake_target("coming");
  coming.shard = kComing;
  engine->apply(put(coming));
  test::wait_until("a result that waits", kPatience,
                   [&] { return world.metrics.waiting_results.Value() > 0; });
  engine->stop_intake();
  BOOST_TEST(engine->drain(in(Millis(5'000))) == 0u);
  const auto results = world.sink.wait_for_results_of("coming", 1);
  BOOST_TEST(results.front().epoch == 1);  // the process's
  BOOST_TEST((results.front().previous_verdict == model::Verdict::Unknown));
  BOOST_TEST(world.metrics.missed(MissedCause::Shutdown).Value() == 0);
  BOOST_TEST(world.metrics.waiting_results.Value() == 0);
  BOOST_TEST(!world.ledger.earliest(kComing).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
