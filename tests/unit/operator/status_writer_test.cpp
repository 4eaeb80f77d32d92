#include "operator/reconcile/status/status_writer.hpp"

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "operator/kube/resource.hpp"
#include "operator/reconcile/policies/reason.hpp"
#include "support/operator/fake_api.hpp"
#include "support/operator/invented_clock.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;
using Step = StatusWriter::Step;

struct StatusBed {
  test::InventedClock clock;
  test::FakeApi api;
  test::FakeCache targets{api, targets_resource()};
  prometheus::Registry registry;
  Metrics metrics{registry, 1};
  runtime::Health health{clock};
  bool leads = true;
  int events = 0;
  StatusWriter writer{targets,
                      api,
                      [this] { return leads; },
                      [this](const Object&, const TargetEvent&) { ++events; },
                      clock,
                      health,
                      metrics};

  void put(const std::string& name) {
    api.put(targets_resource(),
            {{"metadata", json::object{{"name", name}, {"namespace", "shop"}}}});
    targets.refresh();
  }
  void want(const std::string& name, Reason reason = Reason::Accepted) {
    writer.want({"shop", name}, {1, {make_condition(reason, "because")}});
  }
  [[nodiscard]] Step step() { return writer.step({}, clock.steady_now()); }
  [[nodiscard]] bool written(const std::string& name) const {
    return api.get(targets_resource(), {"shop", name})->body.contains("status");
  }
};

BOOST_FIXTURE_TEST_SUITE(status_writer, StatusBed)

BOOST_AUTO_TEST_CASE(latest_wish_of_a_target_is_written_once) {
  put("checkout");
  want("checkout");
  want("checkout", Reason::Invalid);
  BOOST_TEST((step() == Step::Written));
  BOOST_TEST((step() == Step::Idle));
  BOOST_TEST(api.writes.size() == 1u);
  BOOST_TEST(events == 1);
}

BOOST_AUTO_TEST_CASE(oldest_wish_is_first_however_often_a_later_one_comes) {
  put("b");
  put("a");
  want("b");
  want("a");
  want("a", Reason::Invalid);
  BOOST_TEST((step() == Step::Written));
  BOOST_TEST(written("b"));
  BOOST_TEST(!written("a"));
}

BOOST_AUTO_TEST_CASE(target_that_is_gone_is_passed_over) {
  put("checkout");
  want("checkout");
  api.remove(targets_resource(), {"shop", "checkout"});
  BOOST_TEST((step() == Step::Same));  // the API server says 404
  want("checkout");
  targets.refresh();
  BOOST_TEST((step() == Step::Same));
  BOOST_TEST(metrics.status_writes(WriteResult::Conflict).Value() == 1);
}

BOOST_AUTO_TEST_CASE(wish_for_an_object_that_was_made_anew_is_not_written_to_the_new_one) {
  put("checkout");
  want("checkout");
  api.remove(targets_resource(), {"shop", "checkout"});
  api.put(targets_resource(),
          {{"metadata", json::object{{"name", "checkout"}, {"namespace", "shop"}}}});
  BOOST_TEST((step() == Step::Same));
  BOOST_TEST(!written("checkout"));
}

BOOST_AUTO_TEST_CASE(wish_waits_while_the_api_server_is_away) {
  put("checkout");
  want("checkout", Reason::Invalid);
  api.failures = {{ErrorKind::Unavailable, 0, "", "connection refused", std::nullopt}};
  BOOST_TEST((step() == Step::Wait));
  BOOST_TEST(events == 0);
  BOOST_TEST((step() == Step::Written));
  BOOST_TEST(events == 1);
}

BOOST_AUTO_TEST_CASE(newer_wish_replaces_one_that_could_not_be_written) {
  put("checkout");
  want("checkout");
  api.before = [&](auto&, auto&) { want("checkout", Reason::Invalid); };
  api.failures = {{ErrorKind::Unavailable, 0, "", "connection refused", std::nullopt}};
  BOOST_TEST((step() == Step::Wait));
  api.before = [](auto&, auto&) {};
  BOOST_TEST((step() == Step::Written));
  BOOST_TEST(events == 1);
  BOOST_TEST((step() == Step::Idle));
}

BOOST_AUTO_TEST_CASE(refused_status_is_not_tried_again) {
  put("checkout");
  want("checkout");
  api.failures = {{ErrorKind::Invalid, 422, "Invalid", "no", std::nullopt}};
  BOOST_TEST((step() == Step::Written));
  BOOST_TEST((step() == Step::Idle));
  BOOST_TEST(metrics.status_writes(WriteResult::Refused).Value() == 1);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_without_leadership) {
  put("checkout");
  want("checkout");
  leads = false;
  BOOST_TEST((step() == Step::Idle));
  BOOST_TEST(api.writes.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
