#include <csignal>

#include <boost/test/unit_test.hpp>

#include "support/prober/fleet_rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

constexpr int kGets = 60;
constexpr int kPosts = 12;

BOOST_AUTO_TEST_SUITE(zombie)

BOOST_AUTO_TEST_CASE(a_prober_that_was_frozen_for_half_a_minute_rewrites_no_truth) {
  FleetRig fleet;
  fleet.put_targets("get", kGets, "interval: 12s");
  fleet.put_targets("post", kPosts, "interval: 4s, timeout: 1s, http: {method: POST}");
  ProberProcess& zombie = fleet.start_prober();
  ProberProcess& other = fleet.start_prober();
  fleet.wait_until_shared();
  fleet.wait_until_known();
  const SystemTime known = RealClock().system_now();

  const RealClock clock;
  zombie.child().signal(SIGSTOP);
  const SteadyTime frozen = clock.steady_now();
  fleet.wait_until_it_has_all(other);
  BOOST_TEST((clock.steady_now() - frozen < Millis(10'000)));
  wait_until("half a minute is over", Millis(40'000),
             [&] { return clock.steady_now() - frozen >= Millis(30'000); });
  const auto truth = fleet.rig.states();
  BOOST_TEST(truth.size() == std::size_t{kGets + kPosts});
  const Rebalances before = rebalances_of(zombie);
  zombie.child().signal(SIGCONT);
  // It learns what has happened, and gets shards again.
  zombie.wait_for_log("Shards were revoked", before.revokes + 1);
  zombie.wait_for_log("Was assigned shards", before.assignments + 1);
  fleet.wait_until_shared();
  fleet.wait_for_requests(3 * kGets);
  const SystemTime stopped = clock.system_now();
  fleet.stop_all();

  const auto latest = fleet.rig.latest_states();
  for (const auto& [name, state] : truth) {
    BOOST_TEST(latest.at(name).epoch >= state.epoch, name << " is an earlier owner's again");
    BOOST_TEST((latest.at(name).since == state.since), name << " began anew");
  }
  const auto all = fleet.rig.stored_so_far();
  check_nothing_was_lost("get", kGets, all, {known, stopped});
  for (int i = 0; i < kPosts; ++i) {
    const SlotCheck check = check_slots(of("post" + std::to_string(i), all));
    BOOST_TEST(check.twice.empty(), "post" << i << " was sent twice for a slot");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
