#include <future>

#include <boost/test/unit_test.hpp>

#include "operator/kube/lease_election.hpp"
#include "rig.hpp"

namespace vedette::op {
namespace {

using test::kPatience;
using test::TheRig;

constexpr LeaseTimes kTimes{Millis(3'000), Millis(2'000), Millis(200)};

/// One replica.
struct Replica {
  ApiClient client;
  std::promise<void> gained;
  std::promise<void> lost;
  std::future<void> has_gained = gained.get_future();
  std::future<void> has_lost = lost.get_future();
  LeaseElection election;

  Replica(const std::string& lease, const std::string& identity)
      : client(TheRig::rig->options(TheRig::rig->api.admin_token_file()), TheRig::rig->clock),
        election({{"shop", lease}, identity, kTimes}, client, TheRig::rig->clock,
                 {[this] { gained.set_value(); }, [this] { lost.set_value(); }}) {
    election.start();
  }
};

bool happens(const std::future<void>& event) {
  return event.wait_for(kPatience) == std::future_status::ready;
}

std::string field(const std::string& lease, const std::string& path) {
  return TheRig::rig->api.kubectl(
      {"get", "lease", lease, "-n", "shop", "-o", "jsonpath={.spec." + path + "}"});
}

BOOST_AUTO_TEST_SUITE(election_api)

BOOST_AUTO_TEST_CASE(released_lease_goes_to_the_second_replica_at_once) {
  Replica first("release", "first");
  BOOST_REQUIRE(happens(first.has_gained));
  BOOST_TEST(field("release", "holderIdentity") == "first");
  Replica second("release", "second");
  first.election.release();
  BOOST_TEST(!first.election.is_leader_now());
  BOOST_REQUIRE(happens(second.has_gained));
  BOOST_TEST(second.election.is_leader_now());
  BOOST_TEST(field("release", "holderIdentity") == "second");
  BOOST_TEST(field("release", "leaseTransitions") == "1");
}

BOOST_AUTO_TEST_CASE(two_replicas_that_start_together_make_one_leader) {
  Replica one("race", "one");
  Replica two("race", "two");
  vedette::test::wait_until("a leader", kPatience, [&] {
    return one.election.is_leader_now() || two.election.is_leader_now();
  });
  for (int i = 0; i < 200; ++i) {
    BOOST_REQUIRE(!(one.election.is_leader_now() && two.election.is_leader_now()));
    std::this_thread::sleep_for(Millis(5));  // a second of looking, not a synchronisation
  }
}

BOOST_AUTO_TEST_CASE(lease_of_a_vanished_replica_is_taken_after_its_duration) {
  auto first = std::make_unique<Replica>("vanish", "first");
  BOOST_REQUIRE(happens(first->has_gained));
  first.reset();
  const SteadyTime began = std::chrono::steady_clock::now();
  Replica second("vanish", "second");
  BOOST_REQUIRE(happens(second.has_gained));
  BOOST_TEST((std::chrono::steady_clock::now() - began >= kTimes.duration));
}

BOOST_AUTO_TEST_CASE(deleted_lease_is_made_again_by_its_leader) {
  Replica replica("deleted", "first");
  BOOST_REQUIRE(happens(replica.has_gained));
  TheRig::rig->api.kubectl({"delete", "lease", "deleted", "-n", "shop"});
  vedette::test::wait_until("the lease", kPatience, [&] {
    const auto got = TheRig::rig->api.try_kubectl({"get", "lease", "deleted", "-n", "shop"});
    return got.status.code == 0;
  });
  BOOST_TEST(field("deleted", "holderIdentity") == "first");
  BOOST_TEST((replica.has_lost.wait_for(Millis(0)) == std::future_status::timeout));
}

BOOST_AUTO_TEST_CASE(leader_whose_lease_was_taken_has_lost) {
  Replica replica("taken", "first");
  BOOST_REQUIRE(happens(replica.has_gained));
  TheRig::rig->api.kubectl({"patch", "lease", "taken", "-n", "shop", "--type=merge", "-p",
                            R"({"spec":{"holderIdentity":"other"}})"});
  BOOST_REQUIRE(happens(replica.has_lost));
  BOOST_TEST(!replica.election.is_leader_now());
  BOOST_TEST(field("taken", "holderIdentity") == "other");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
