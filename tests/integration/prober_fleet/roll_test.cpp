#include <boost/test/unit_test.hpp>

#include "support/prober/fleet_rig.hpp"

namespace vedette::test {
namespace {

constexpr int kRolledTargets = 90;

BOOST_AUTO_TEST_SUITE(roll)

BOOST_AUTO_TEST_CASE(probers_that_join_and_are_stopped_lose_no_slot) {
  FleetRig fleet;
  fleet.put_targets("t", kRolledTargets, "interval: 8s");
  for (int i = 0; i < 3; ++i) fleet.start_prober();
  fleet.wait_until_shared();
  fleet.wait_until_known();
  const SystemTime known = RealClock().system_now();

  for (std::size_t old = 0; old < 3; ++old) {  // as a Deployment rolls: the new one first
    fleet.start_prober();
    fleet.wait_until_shared();
    fleet.stop(*fleet.probers[old]);
    fleet.wait_until_shared();
  }
  fleet.wait_for_requests(2 * kRolledTargets);
  const SystemTime stopped = RealClock().system_now();
  fleet.stop_all();
  const auto twice =
      check_nothing_was_lost("t", kRolledTargets, fleet.rig.stored_so_far(), {known, stopped});
  BOOST_TEST_MESSAGE(twice.size() << " slots were done twice");
}

BOOST_AUTO_TEST_CASE(a_shard_goes_to_another_soon_after_a_clean_stop) {
  FleetRig fleet;
  fleet.put_targets("t", 4, "interval: 2s");
  ProberProcess& first = fleet.start_prober();
  ProberProcess& second = fleet.start_prober();
  fleet.wait_until_shared();
  fleet.stop(first);
  const RealClock clock;
  const SteadyTime gone = clock.steady_now();
  fleet.wait_until_it_has_all(second);
  BOOST_TEST((clock.steady_now() - gone < Millis(4'000)));  // less than the session
  fleet.stop_all();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
