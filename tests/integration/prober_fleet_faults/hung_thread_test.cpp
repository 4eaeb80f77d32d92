#include <optional>

#include <boost/test/unit_test.hpp>

#include "support/frozen_thread.hpp"
#include "support/prober/fleet_rig.hpp"

namespace vedette::test {
namespace {

constexpr int kHungGets = 60;
constexpr int kHungPosts = 12;

BOOST_AUTO_TEST_SUITE(hung_thread)

BOOST_AUTO_TEST_CASE(a_thread_that_hangs_gives_its_shards_up_after_fifteen_seconds) {
  FleetRig fleet;
  fleet.put_targets("get", kHungGets, "interval: 8s");
  fleet.put_targets("post", kHungPosts, "interval: 4s, timeout: 1s, http: {method: POST}");
  ProberProcess& hung = fleet.start_prober();
  ProberProcess& other = fleet.start_prober();
  fleet.wait_until_shared();
  fleet.wait_until_known();
  const SystemTime known = RealClock().system_now();

  const RealClock clock;
  const SteadyTime begin = clock.steady_now();
  std::optional<FrozenThread> frozen(std::in_place, hung.child().pid(), "fleet");
  fleet.wait_until_it_has_all(other);
  const auto moved = clock.steady_now() - begin;
  BOOST_TEST((moved > Millis(13'000)));
  BOOST_TEST((moved < Millis(22'000)));
  fleet.wait_for_requests(2 * kHungGets);
  const Rebalances before = rebalances_of(hung);
  frozen.reset();
  hung.wait_for_log("Was assigned shards", before.assignments + 1);
  fleet.wait_until_shared();
  fleet.wait_for_requests(2 * kHungGets);
  const SystemTime stopped = clock.system_now();
  fleet.stop_all();
  const auto all = fleet.rig.stored_so_far();
  // The hung one probes on all the while: only an assignment ends probing.
  check_nothing_was_lost("get", kHungGets, all, {known, stopped});
  for (int i = 0; i < kHungPosts; ++i) {
    const SlotCheck check = check_slots(of("post" + std::to_string(i), all));
    BOOST_TEST(check.twice.empty(), "post" << i << " was sent twice for a slot");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
