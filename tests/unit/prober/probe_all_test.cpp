#include "prober/commands/probe_all.hpp"

#include <stop_token>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "fake_probes.hpp"
#include "model/slots.hpp"

namespace vedette::prober {
namespace {

const Identity kIdentity{"eu-west", "prober-1", 1'795'446'000'000};

std::vector<Assignment> many(int count) {
  std::vector<Assignment> assignments;
  for (int i = 0; i < count; ++i) assignments.push_back(fake_target("t" + std::to_string(i)));
  return assignments;
}

BOOST_AUTO_TEST_SUITE(probe_all)

BOOST_AUTO_TEST_CASE(each_target_has_one_result_in_the_given_order) {
  const auto assignments = many(100);
  const auto results = prober::probe_all(
      assignments, kIdentity, answer(fake_facts(model::Outcome::Up, model::Reason::Ok)), {});
  BOOST_REQUIRE_EQUAL(results.size(), 100);
  for (size_t i = 0; i < results.size(); ++i) {
    const auto& result = results[i];
    BOOST_TEST((result.target.id == assignments[i].target->id));
    BOOST_TEST(result.first_run);
    BOOST_TEST((result.verdict == model::Verdict::Up));
    const auto grid = model::make_grid(result.target.id, "eu-west", result.target.interval);
    BOOST_TEST((grid.at_or_before(result.started_at) == result.scheduled_at));
  }
}

BOOST_AUTO_TEST_CASE(a_target_without_a_plan_is_unknown) {
  auto assignments = many(1);
  assignments[0].plan = nullptr;
  assignments[0].unusable = "no such secret";
  const auto results = prober::probe_all(
      assignments, kIdentity, answer(fake_facts(model::Outcome::Up, model::Reason::Ok)), {});
  BOOST_REQUIRE_EQUAL(results.size(), 1);
  BOOST_TEST((results[0].facts.reason == model::Reason::ConfigError));
}

BOOST_AUTO_TEST_CASE(no_targets_need_no_time) {
  const auto results = prober::probe_all({}, kIdentity, answer({}), {});
  BOOST_TEST(results.empty());
}

BOOST_AUTO_TEST_CASE(a_stop_leaves_the_rest_out) {
  std::stop_source stop;
  const auto results = prober::probe_all(
      many(100), kIdentity,
      answer(fake_facts(model::Outcome::Up, model::Reason::Ok), [&] { stop.request_stop(); }),
      stop.get_token());
  BOOST_TEST(results.size() < 100u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
