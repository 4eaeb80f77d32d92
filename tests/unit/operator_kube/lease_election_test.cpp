#include "operator/kube/lease_election.hpp"

#include <csignal>
#include <future>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include "support/kube/awkward_api.hpp"
#include "support/kube/awkward_words.hpp"
#include "support/operator/invented_clock.hpp"

namespace vedette::op {
namespace {

using namespace vedette::test;
namespace json = boost::json;

constexpr std::chrono::seconds kPatience{10};

/// One Lease as the API server keeps it, and a way to be away.
class LeaseServer {
 public:
  [[nodiscard]] std::string url() const { return api_.url(); }

  [[nodiscard]] std::string holder() {
    const std::lock_guard lock(mutex_);
    return lease_.empty() ? "" : std::string(lease_["spec"].at("holderIdentity").as_string());
  }
  /// Somebody else takes it, as if our renewals had not come.
  void give_to(const std::string& holder) {
    const std::lock_guard lock(mutex_);
    lease_["spec"].as_object()["holderIdentity"] = holder;
    stamp();
  }
  void remove() {
    const std::lock_guard lock(mutex_);
    lease_.clear();
  }
  void refuse(bool refuse) {
    const std::lock_guard lock(mutex_);
    refuse_ = refuse;
  }
  [[nodiscard]] std::size_t requests() const { return api_.requests().size(); }

 private:
  void stamp() {
    auto& metadata = lease_["metadata"].as_object();
    metadata["resourceVersion"] = std::to_string(++version_);
    if (!metadata.contains("uid")) metadata["uid"] = "uid-" + std::to_string(version_);
  }

  void serve(const AwkwardRequest& request, AwkwardReply& reply) {
    const std::lock_guard lock(mutex_);
    if (refuse_) return reply.answer(503, status_text(503, "ServiceUnavailable", "no"));
    if (request.method == "GET" && lease_.empty()) {
      return reply.answer(404, status_text(404, "NotFound", "no lease"));
    }
    if (request.method != "GET") {
      json::object body = json::parse(request.body).as_object();
      if (conflicts(request.method, body)) {
        return reply.answer(409, status_text(409, "Conflict", "changed"));
      }
      lease_ = std::move(body);
      stamp();
    }
    reply.answer(200, json::serialize(lease_));
  }

  [[nodiscard]] bool conflicts(const std::string& method, const json::object& body) const {
    if (method == "POST" || lease_.empty()) return !lease_.empty();
    const auto& theirs = body.at("metadata").as_object();
    const auto& ours = lease_.at("metadata").as_object();
    return theirs.at("resourceVersion") != ours.at("resourceVersion") ||
           theirs.at("uid") != ours.at("uid");
  }

  std::mutex mutex_;
  json::object lease_;   // guarded by mutex_
  int version_ = 0;      // guarded by mutex_
  bool refuse_ = false;  // guarded by mutex_
  AwkwardApi api_{
      [this](const AwkwardRequest& request, AwkwardReply& reply) { serve(request, reply); }};
};

/// One replica.
struct Replica {
  ApiClient client;
  std::promise<void> gained;
  std::promise<void> lost;
  std::future<void> has_gained = gained.get_future();
  std::future<void> has_lost = lost.get_future();
  LeaseElection election;

  Replica(const LeaseServer& server, const Clock& clock, const std::string& identity)
      : client({.endpoint = {.url = server.url(), .ca_file = {}}, .token_file = {}}, clock),
        election(
            {{"vedette", "vedette-operator"}, identity, {Millis(1'000), Millis(600), Millis(50)}},
            client, clock, {[this] { gained.set_value(); }, [this] { lost.set_value(); }}) {
    std::signal(SIGPIPE, SIG_IGN);
    election.start();
  }
};

bool happens(const std::future<void>& event) {
  return event.wait_for(kPatience) == std::future_status::ready;
}

bool happened(const std::future<void>& event) {
  return event.wait_for(Millis(0)) == std::future_status::ready;
}

BOOST_AUTO_TEST_SUITE(lease_election)

BOOST_AUTO_TEST_CASE(first_replica_leads_and_the_second_waits) {
  LeaseServer server;
  RealClock clock;
  Replica first(server, clock, "first");
  BOOST_REQUIRE(happens(first.has_gained));
  BOOST_TEST(first.election.is_leader_now());
  Replica second(server, clock, "second");
  const std::size_t before = server.requests();
  while (server.requests() < before + 60) std::this_thread::yield();
  BOOST_TEST(!second.election.is_leader_now());
  BOOST_TEST(!happened(second.has_gained));
  BOOST_TEST(second.election.holder() == "first");
  BOOST_TEST(first.election.is_leader_now());
}

BOOST_AUTO_TEST_CASE(released_lease_goes_to_the_next_replica_before_it_expires) {
  LeaseServer server;
  RealClock clock;
  Replica first(server, clock, "first");
  BOOST_REQUIRE(happens(first.has_gained));
  Replica second(server, clock, "second");
  const SteadyTime began = std::chrono::steady_clock::now();
  first.election.release();
  BOOST_TEST(!first.election.is_leader_now());
  BOOST_REQUIRE(happens(second.has_gained));
  BOOST_TEST((std::chrono::steady_clock::now() - began < Millis(900)));
}

BOOST_AUTO_TEST_CASE(lease_of_a_replica_that_vanished_is_taken_after_its_duration) {
  LeaseServer server;
  RealClock clock;
  auto first = std::make_unique<Replica>(server, clock, "first");
  BOOST_REQUIRE(happens(first->has_gained));
  first.reset();
  BOOST_TEST(server.holder() == "first");
  const SteadyTime began = std::chrono::steady_clock::now();
  Replica second(server, clock, "second");
  BOOST_REQUIRE(happens(second.has_gained));
  BOOST_TEST((std::chrono::steady_clock::now() - began >= Millis(1'000)));
}

BOOST_AUTO_TEST_CASE(leader_that_cannot_renew_has_lost_at_the_deadline) {
  LeaseServer server;
  RealClock clock;
  Replica replica(server, clock, "first");
  BOOST_REQUIRE(happens(replica.has_gained));
  server.refuse(true);
  BOOST_REQUIRE(happens(replica.has_lost));
  BOOST_TEST(!replica.election.is_leader_now());
}

BOOST_AUTO_TEST_CASE(leader_whose_lease_was_taken_has_lost) {
  LeaseServer server;
  RealClock clock;
  Replica replica(server, clock, "first");
  BOOST_REQUIRE(happens(replica.has_gained));
  server.give_to("other");
  BOOST_REQUIRE(happens(replica.has_lost));
  BOOST_TEST(server.holder() == "other");
  replica.election.release();
  BOOST_TEST(server.holder() == "other");
}

BOOST_AUTO_TEST_CASE(leader_that_was_frozen_does_not_lead_before_it_has_renewed) {
  LeaseServer server;
  test::InventedClock clock;
  Replica replica(server, clock, "first");
  BOOST_REQUIRE(happens(replica.has_gained));
  server.refuse(true);
  clock.advance(Millis(601));
  BOOST_TEST(!replica.election.is_leader_now());
  BOOST_REQUIRE(happens(replica.has_lost));
}

BOOST_AUTO_TEST_CASE(deleted_lease_is_made_again_by_its_leader) {
  LeaseServer server;
  RealClock clock;
  Replica replica(server, clock, "first");
  BOOST_REQUIRE(happens(replica.has_gained));
  server.remove();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (server.holder() != "first" && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  BOOST_TEST(server.holder() == "first");
  BOOST_TEST(!happened(replica.has_lost));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
