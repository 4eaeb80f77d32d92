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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
