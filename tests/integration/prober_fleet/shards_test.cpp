#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "support/prober/fleet_rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

bool is_ready(ProberProcess& prober) { return prober.page("/readyz").starts_with("HTTP/1.1 200"); }

BOOST_AUTO_TEST_SUITE(shards)

BOOST_AUTO_TEST_CASE(a_surplus_prober_is_ready_and_idle_and_one_that_counts_otherwise_is_not) {
  KafkaProcess broker;
  FleetRig fleet(broker);
  fleet.put_targets("t", 6, "interval: 2s");
  for (int i = 0; i < 3; ++i) fleet.start_prober({"--shards", "2"});
  const auto assigned = [&](std::size_t i) {
    return fleet.probers[i]->metric("vedette_prober_shards{state=\"assigned\"}");
  };
  wait_until("two probers have a shard and the third is ready too", Millis(60'000), [&] {
    return std::ranges::all_of(fleet.probers, [](const auto& each) { return is_ready(*each); }) &&
           assigned(0) + assigned(1) + assigned(2) == 2 &&
           std::max({assigned(0), assigned(1), assigned(2)}) == 1;
  });
  ProberProcess& other = fleet.start_prober();  // with 64
  wait_until("it says what is wrong", Millis(60'000), [&] {
    return other.page("/readyz").find("has 2 partitions, but --shards is 64") != std::string::npos;
  });
  BOOST_TEST(!is_ready(other));
  BOOST_TEST(other.metric("vedette_prober_targets") == 0);
  fleet.stop_all();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
