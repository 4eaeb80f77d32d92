#include <csignal>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::op {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::kPatience;
using test::OperatorRig;
using test::time_until;
using vedette::test::OperatorProcess;
using vedette::test::wait_until;

bool leads(OperatorProcess& op) { return op.metric("vedette_operator_leader") == 1; }

struct Replicas {
  OperatorRig rig;
  std::unique_ptr<OperatorProcess> leader = rig.start_operator("a");
  std::unique_ptr<OperatorProcess> other;

  Replicas() {
    wait_until("the first leads", kPatience, [&] { return leads(*leader); });
    other = rig.start_operator("b");
    BOOST_TEST(!leads(*other));
  }

  /// A Target that only the other can write, and how long that takes.
  [[nodiscard]] milliseconds time_of_next_write(const std::string& name) {
    rig.put_target(name, "https://" + name + ".example/");
    return time_until("the next leader writes", [&] { return !rig.line(name).empty(); });
  }
};

BOOST_AUTO_TEST_SUITE(operator_failover)

BOOST_FIXTURE_TEST_CASE(killed_leader_is_replaced, Replicas) {
  leader->child().signal(SIGKILL);
  BOOST_REQUIRE(leader->child().wait_for(seconds(10)).has_value());
  const milliseconds took = time_of_next_write("after-kill");
  BOOST_TEST_MESSAGE("the leader killed -9: the next wrote after " << took.count() << " ms");
  BOOST_TEST((took < seconds(25)));
  BOOST_TEST(leads(*other));
}

BOOST_FIXTURE_TEST_CASE(leader_told_to_end_lets_go_of_the_lease, Replicas) {
  leader->child().signal(SIGTERM);
  const milliseconds took = time_of_next_write("after-term");
  BOOST_TEST_MESSAGE("the leader told to end: the next wrote after " << took.count() << " ms");
  BOOST_TEST((took < seconds(8)));
  const auto status = leader->child().wait_for(seconds(10));
  BOOST_REQUIRE(status.has_value());
  BOOST_TEST(status->code.value_or(-1) == 0, leader->log());
}

BOOST_FIXTURE_TEST_CASE(leader_that_was_frozen_ends_and_does_no_harm, Replicas) {
  leader->child().signal(SIGSTOP);
  static_cast<void>(time_of_next_write("while-frozen"));
  leader->child().signal(SIGCONT);
  const auto status = leader->child().wait_for(seconds(30));
  BOOST_REQUIRE(status.has_value());
  BOOST_TEST(status->code.value_or(-1) == 3, leader->log());
  BOOST_TEST(leader->log().find("Lost the leadership") != std::string::npos);
  wait_until("the other has written its statuses", kPatience,
             [&] { return other->metric("vedette_operator_status_waiting") == 0; });
  BOOST_TEST(rig.condition("while-frozen", "Accepted") == "True/Accepted");
}

BOOST_AUTO_TEST_CASE(api_server_that_comes_back_is_followed_again_without_a_flood) {
  OperatorRig rig;
  const auto op = rig.start_operator("a", {"--leader-election=false"});
  rig.put_target("before", "https://before.example/");
  wait_until("the line is there", kPatience, [&] { return !rig.line("before").empty(); });
  const double requests = op->sum("vedette_operator_api_requests_total");

  rig.api.kill9();
  wait_until("readyz says so", kPatience, [&] {
    return op->get("/readyz").find(R"("kubernetes":{"ok":false)") != std::string::npos;
  });
  BOOST_TEST(op->get("/livez").find("200 OK") != std::string::npos);
  rig.api.start();
  rig.put_target("after", "https://after.example/");
  const auto took = time_until("it is followed again", [&] { return !rig.line("after").empty(); });
  wait_until("readyz says so", kPatience, [&] { return op->ready(); });

  const double more = op->sum("vedette_operator_api_requests_total") - requests;
  BOOST_TEST_MESSAGE("followed again after " << took.count() << " ms and " << more << " requests");
  BOOST_TEST(more < 200);
  BOOST_TEST(op->child().running());
  BOOST_TEST(op->metric("vedette_operator_repairs_total") == 0);
}

BOOST_AUTO_TEST_CASE(operator_that_starts_before_the_api_server_waits_for_it) {
  OperatorRig rig;
  rig.put_target("checkout", "https://checkout.example/");
  rig.api.stop();
  const auto op = rig.launch_operator("a");
  wait_until("readyz says why", kPatience, [&] {
    return op->get("/readyz").find(R"("kubernetes":{"ok":false,"reason":"GET https)") !=
           std::string::npos;
  });
  rig.api.start();
  wait_until("the line is there", kPatience, [&] { return !rig.line("checkout").empty(); });
  BOOST_TEST(op->child().running());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
