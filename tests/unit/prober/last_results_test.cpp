#include "prober/engine/last_results.hpp"

#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "prober/engine/metrics.hpp"

namespace vedette::prober {
namespace {

model::TargetId id(int number) {
  return model::make_target_id("default", "shop", std::to_string(number));
}

LastResult with(model::Verdict verdict) {
  LastResult result;
  result.verdict = verdict;
  return result;
}

std::map<std::string, double> shown(const LastResults& results) {
  std::map<std::string, double> values;
  for (const auto& family : VerdictMetrics(results).Collect()) {
    BOOST_TEST(family.name == "vedette_prober_target_verdicts");
    for (const auto& metric : family.metric) {
      values[metric.label.at(0).name + "=" + metric.label.at(0).value] = metric.gauge.value;
    }
  }
  return values;
}

BOOST_AUTO_TEST_SUITE(last_results)

BOOST_AUTO_TEST_CASE(every_verdict_is_shown_before_the_first_result) {
  const std::map<std::string, double> expected{
      {"verdict=up", 0}, {"verdict=down", 0}, {"verdict=unknown", 0}};
  BOOST_TEST((shown(LastResults()) == expected));
}

BOOST_AUTO_TEST_CASE(targets_count_by_their_last_verdict_until_they_are_removed) {
  LastResults results;
  for (int i = 0; i < 40; ++i) results.put(id(i), with(model::Verdict::Up));
  for (int i = 0; i < 3; ++i) results.put(id(i), with(model::Verdict::Down));
  results.put(id(3), with(model::Verdict::Unknown));
  results.remove(id(0));
  const std::map<std::string, double> expected{
      {"verdict=up", 36}, {"verdict=down", 2}, {"verdict=unknown", 1}};
  BOOST_TEST((shown(results) == expected));
}

BOOST_AUTO_TEST_CASE(a_target_is_there_from_its_coming_to_its_going) {
  LastResults results;
  results.add(id(0));
  BOOST_TEST(results.size() == 1U);
  BOOST_TEST(!results.find(id(0)).has_value());
  BOOST_TEST(results.record(id(0)).has_value());
  results.put(id(0), with(model::Verdict::Up));
  results.add(id(0));
  BOOST_TEST(results.find(id(0)).has_value());
  results.remove(id(0));
  BOOST_TEST(!results.record(id(0)).has_value());
  BOOST_TEST(results.size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_target_without_a_result_has_no_verdict) {
  LastResults results;
  results.add(id(0));
  const std::map<std::string, double> expected{
      {"verdict=up", 0}, {"verdict=down", 0}, {"verdict=unknown", 0}};
  BOOST_TEST((shown(results) == expected));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
