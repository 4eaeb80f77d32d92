#include <boost/test/unit_test.hpp>

#include "support/prober/fleet_rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

constexpr int kOutageTargets = 60;

BOOST_AUTO_TEST_SUITE(outage)

BOOST_AUTO_TEST_CASE(probing_goes_on_while_the_broker_is_away_although_all_shards_are_revoked) {
  KafkaProcess broker;
  FleetRig fleet(broker);
  fleet.put_targets("t", kOutageTargets, "interval: 6s");
  for (int i = 0; i < 2; ++i) fleet.start_prober();
  fleet.wait_until_shared();
  fleet.wait_until_known();
  const SystemTime known = RealClock().system_now();

  std::vector<Rebalances> before;
  for (const auto& prober : fleet.probers) before.push_back(rebalances_of(*prober));
  broker.kill9();
  for (std::size_t i = 0; i < 2; ++i) {
    fleet.probers[i]->wait_for_log("Shards were revoked", before[i].revokes + 1);
  }
  fleet.wait_for_requests(2 * kOutageTargets);
  for (const auto& prober : fleet.probers) {
    BOOST_TEST(prober->metric("vedette_prober_missed_slots_total{cause=\"handover\"}") == 0);
    BOOST_TEST(prober->metric("vedette_prober_kafka_up") == 0);
  }
  broker.start();
  for (std::size_t i = 0; i < 2; ++i) {
    fleet.probers[i]->wait_for_log("Was assigned shards", before[i].assignments + 1);
  }
  fleet.wait_until_shared();
  fleet.wait_for_requests(2 * kOutageTargets);
  const SystemTime stopped = RealClock().system_now();
  fleet.stop_all();
  check_nothing_was_lost("t", kOutageTargets, fleet.rig.stored_so_far(), {known, stopped});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
