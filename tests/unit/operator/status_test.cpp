#include "operator/reconcile/status/status.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "operator/reconcile/policies/reason.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

const SystemTime kThen =
    SystemTime(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)) + Micros(1'500'000);
const SystemTime kNow = kThen + std::chrono::hours(1);

StatusWish good(std::int64_t generation = 3) {
  return {generation,
          {make_condition(Reason::Accepted, "fine"), make_condition(Reason::ResolvedRefs, "all"),
           make_condition(Reason::AvailableNotReported, "nobody")}};
}

StatusWish bad(std::int64_t generation = 3) {
  return {generation,
          {make_condition(Reason::Invalid, "spec.url"), make_condition(Reason::NotAccepted, "no"),
           make_condition(Reason::AvailableNotReported, "nobody")}};
}

Object target(json::object body = {}) {
  return {{"shop", "checkout"}, "uid", "7", 3, std::move(body)};
}

/// The target once `wish` was written to it at kThen.
Object showing(const StatusWish& wish, const Object& before = target()) {
  const auto body = status_to_apply(before, wish, kThen);
  Object after = before;
  after.body["status"] = body.value().at("status");
  return after;
}

json::object condition_of(const json::object& body, std::size_t index) {
  return body.at("status").at("conditions").as_array().at(index).as_object();
}

BOOST_AUTO_TEST_SUITE(status)

BOOST_AUTO_TEST_CASE(first_status_has_everything_the_schema_asks_for) {
  const auto body = status_to_apply(target(), good(), kNow);
  BOOST_REQUIRE(body.has_value());
  BOOST_TEST(body->at("apiVersion") == "vedette.dev/v1alpha1");
  BOOST_TEST(body->at("kind") == "Target");
  BOOST_TEST(body->at("metadata").at("uid") == "uid");
  BOOST_TEST(!body->at("metadata").as_object().contains("resourceVersion"));
  BOOST_TEST(body->at("status").at("observedGeneration") == 3);
  BOOST_TEST(body->at("status").at("state") == "Unknown");
  BOOST_TEST(body->at("status").at("reason") == "NotReported");
  const json::object expected{
      {"type", "Accepted"},      {"status", "True"},
      {"observedGeneration", 3}, {"lastTransitionTime", "2026-11-23T01:00:01Z"},
      {"reason", "Accepted"},    {"message", "fine"}};
  BOOST_TEST((condition_of(*body, 0) == expected));
}

BOOST_AUTO_TEST_CASE(nothing_is_applied_when_all_is_said) {
  BOOST_TEST(!status_to_apply(showing(good()), good(), kNow).has_value());
}

BOOST_AUTO_TEST_CASE(conditions_of_others_are_left_alone) {
  Object shown = showing(good());
  shown.body["status"].at("conditions").as_array().emplace_back(json::object{{"type", "Theirs"}});
  BOOST_TEST(!status_to_apply(shown, good(), kNow).has_value());
}

BOOST_AUTO_TEST_CASE(time_stays_while_the_status_stays) {
  const auto body = status_to_apply(showing(good()), good(4), kNow);
  BOOST_REQUIRE(body.has_value());
  BOOST_TEST(condition_of(*body, 0).at("lastTransitionTime") == "2026-11-23T00:00:01Z");
  BOOST_TEST(condition_of(*body, 0).at("observedGeneration") == 4);
}

BOOST_AUTO_TEST_CASE(time_moves_with_the_status) {
  const auto body = status_to_apply(showing(good()), bad(), kNow);
  BOOST_REQUIRE(body.has_value());
  BOOST_TEST(condition_of(*body, 0).at("lastTransitionTime") == "2026-11-23T01:00:01Z");
  BOOST_TEST(condition_of(*body, 2).at("lastTransitionTime") == "2026-11-23T00:00:01Z");
}

BOOST_AUTO_TEST_CASE(suspended_target_says_so_in_its_reason) {
  StatusWish wish = good();
  wish.conditions.back() = make_condition(Reason::Suspended, "moving house");
  const auto body = status_to_apply(showing(good()), wish, kNow);
  BOOST_REQUIRE(body.has_value());
  BOOST_TEST(body->at("status").at("reason") == "Suspended");
  BOOST_TEST(body->at("status").at("state") == "Unknown");
}

BOOST_AUTO_TEST_CASE(status_that_a_hand_broke_is_written_anew) {
  Object broken = target({{"status", json::parse(R"({"conditions":[1,{"type":2}],"state":[]})")}});
  BOOST_TEST(status_to_apply(broken, good(), kNow).has_value());
  broken.body["status"] = "nonsense";
  BOOST_TEST(status_to_apply(broken, good(), kNow).has_value());
}

BOOST_AUTO_TEST_CASE(first_good_status_is_no_event) {
  BOOST_TEST(events_between(target(), good()).empty());
}

BOOST_AUTO_TEST_CASE(turning_bad_and_good_again_is_an_event_each) {
  using enum TargetEvent::Type;
  BOOST_TEST((events_between(target(), bad()) ==
              std::vector<TargetEvent>{{Warning, "Invalid", "spec.url"}}));
  BOOST_TEST((events_between(showing(good()), bad()) ==
              std::vector<TargetEvent>{{Warning, "Invalid", "spec.url"}}));
  BOOST_TEST((events_between(showing(bad()), good()) ==
              std::vector<TargetEvent>{{Normal, "Accepted", "fine"}}));
}

BOOST_AUTO_TEST_CASE(staying_bad_is_no_event) {
  BOOST_TEST(events_between(showing(bad()), bad(4)).empty());
}

BOOST_AUTO_TEST_CASE(missing_secret_is_an_event_by_the_name_people_look_for) {
  StatusWish wish = good();
  wish.conditions[1] = make_condition(Reason::SecretNotFound, "login");
  const auto events = events_between(showing(good()), wish);
  BOOST_REQUIRE(events.size() == 1u);
  BOOST_TEST(events.front().reason == "SecretMissing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
