#include <boost/test/unit_test.hpp>

#include "kafka/producer.hpp"
#include "kafka/topics.hpp"
#include "model/target_state_json.hpp"
#include "support/fault.hpp"
#include "support/prober/fleet_rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

using model::Verdict;

/// Puts a state into vedette.states, as a prober that was frozen does when it wakes.
void write_as_a_zombie(const std::string& brokers, const model::TargetState& state) {
  kafka::Settings settings;
  settings.brokers = brokers;
  auto producer =
      kafka::start_producer(settings, {}, {}, [](LogLevel, std::string_view, std::string_view) {});
  BOOST_REQUIRE_MESSAGE(producer, fault_of(producer));
  BOOST_REQUIRE((*producer)->produce({std::string(kafka::kStatesTopic),
                                      state_key(state),
                                      to_json(state),
                                      {},
                                      0,
                                      model::shard_of(state.id, 64)}) == kafka::Produced::Queued);
  BOOST_REQUIRE((*producer)->flush(Millis(10'000)));
}

BOOST_AUTO_TEST_SUITE(repair)

BOOST_AUTO_TEST_CASE(a_state_that_an_earlier_owner_overwrote_is_written_again) {
  FleetRig fleet;
  fleet.put_targets("t", 1, "interval: 2s");
  ProberProcess& owner = fleet.start_prober();
  fleet.wait_until_it_has_all(owner);
  wait_until("the state is written", Millis(60'000), [&] {
    const auto states = fleet.rig.states();
    return states.contains("t0") && states.at("t0").verdict == Verdict::Up;
  });
  const model::TargetState truth = fleet.rig.states().at("t0");
  model::TargetState zombies = truth;
  zombies.epoch -= 60'000;
  zombies.verdict = Verdict::Down;
  zombies.last_slot += Millis(600'000);  // later, and yet of an earlier owner
  write_as_a_zombie(fleet.rig.kafka.brokers(), zombies);

  wait_until("the owner repairs it", Millis(20'000),
             [&] { return owner.metric("vedette_prober_state_repairs_total") >= 1; });
  wait_until("the truth is the latest again", Millis(20'000), [&] {
    const auto latest = fleet.rig.latest_states().at("t0");
    return latest.epoch == truth.epoch && latest.verdict == Verdict::Up;
  });
  fleet.stop_all();
  BOOST_TEST((fleet.rig.latest_states().at("t0").verdict == Verdict::Up));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
