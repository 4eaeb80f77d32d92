#include "writer/consume/clock_skew.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

const SteadyTime kStart{std::chrono::hours(1)};
using std::chrono::minutes;

BOOST_AUTO_TEST_SUITE(clock_skew)

BOOST_AUTO_TEST_CASE(least_counts_because_queues_only_add) {
  ClockSkew skew;
  skew.add("a", Micros(5'000'000), kStart);
  skew.add("a", Micros(3'000), kStart + minutes(1));
  skew.add("a", Micros(9'000), kStart + minutes(2));
  const auto least = skew.least(kStart + minutes(2));
  BOOST_REQUIRE(least.size() == 1U);
  BOOST_TEST(least[0].least.count() == 3'000);
}

BOOST_AUTO_TEST_CASE(clock_that_is_ahead_shows_as_negative) {
  ClockSkew skew;
  skew.add("a", Micros(-2'500'000), kStart);
  BOOST_TEST(skew.least(kStart)[0].least.count() == -2'500'000);
}

BOOST_AUTO_TEST_CASE(what_is_five_minutes_old_is_forgotten) {
  ClockSkew skew;
  skew.add("a", Micros(1), kStart);
  skew.add("a", Micros(7), kStart + minutes(4));
  BOOST_TEST(skew.least(kStart + minutes(5))[0].least.count() == 7);
  BOOST_TEST(skew.least(kStart + minutes(9)).empty());
}

BOOST_AUTO_TEST_CASE(number_of_probers_is_bounded) {
  ClockSkew skew;
  for (std::size_t i = 0; i < ClockSkew::kMostProbers + 5; ++i) {
    skew.add("prober-" + std::to_string(i), Micros(1), kStart);
  }
  BOOST_TEST(skew.least(kStart).size() == ClockSkew::kMostProbers);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
