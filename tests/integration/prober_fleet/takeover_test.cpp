#include <csignal>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "support/prober/fleet_rig.hpp"

namespace vedette::test {
namespace {

constexpr int kSharedTargets = 90;

BOOST_AUTO_TEST_SUITE(takeover)

BOOST_AUTO_TEST_CASE(kill9_of_one_of_three_loses_no_slot_longer_than_the_takeover) {
  FleetRig fleet;
  fleet.put_targets("t", kSharedTargets, "interval: 12s");
  for (int i = 0; i < 3; ++i) fleet.start_prober();
  fleet.wait_until_shared();
  const SystemTime shared = RealClock().system_now();
  fleet.wait_until_known();
  const SystemTime known = RealClock().system_now();

  const RealClock clock;
  fleet.probers[1]->child().signal(SIGKILL);
  BOOST_REQUIRE(fleet.probers[1]->child().wait_for(Millis(10'000)));
  const SystemTime killed = clock.system_now();
  fleet.wait_until_shared();
  const SystemTime taken_over = clock.system_now();
  BOOST_TEST((taken_over - killed < Millis(10'000)));

  fleet.wait_for_requests(2 * kSharedTargets);
  const SystemTime stopped = clock.system_now();
  fleet.stop_all();
  const auto twice =
      check_nothing_was_lost("t", kSharedTargets, fleet.rig.stored_so_far(), {known, stopped});
  // What was acknowledged after the last heartbeat is done again, as is what two owners of a
  // shard do while it moves. Then nothing any more: grace and the slowest catch-up are over.
  constexpr Millis kWhile(8'000);
  for (const SystemTime slot : twice) {
    BOOST_TEST((slot < shared + kWhile || (slot > killed - kWhile && slot < taken_over + kWhile)),
               to_rfc3339(slot) << " was done twice; the kill was at " << to_rfc3339(killed));
  }
  BOOST_TEST_MESSAGE("all shards had an owner "
                     << std::chrono::duration_cast<Millis>(taken_over - killed).count()
                     << " ms after kill -9; " << twice.size() << " slots were done twice");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
