#include "writer/store/partition_plan.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::November;

constexpr Day kDay = November / 24 / 2026;

BOOST_AUTO_TEST_SUITE(partition_plan)

BOOST_AUTO_TEST_CASE(name_and_day_go_both_ways) {
  BOOST_TEST(partition_name(kDay) == "probe_result_20261124");
  BOOST_TEST((partition_day("probe_result_20261124") == kDay));
  for (const char* name : {"probe_result", "probe_result_2026112", "probe_result_20261301",
                           "probe_result_2026112x", "other_20261124"}) {
    BOOST_TEST(!partition_day(name).has_value());
  }
}

BOOST_AUTO_TEST_CASE(only_days_wholly_past_retention_are_dropped_oldest_first) {
  const std::vector<PartitionState> found = {{"probe_result_20261124"},
                                             {"probe_result_20261122"},
                                             {"probe_result_20261120"},
                                             {"probe_result_20261121"},
                                             {"probe_result_mine"}};
  const auto old = plan_drops(found, kDay + hours(12), days(2));
  BOOST_REQUIRE(old.size() == 2U);
  BOOST_TEST(old[0].name == "probe_result_20261120");
  BOOST_TEST(old[1].name == "probe_result_20261121");
}

BOOST_AUTO_TEST_CASE(day_gets_an_hours_grace) {
  const std::vector<PartitionState> found = {{"probe_result_20261121"}};
  BOOST_TEST(plan_drops(found, kDay + hours(1) - Micros(1), days(2)).empty());
  BOOST_TEST(plan_drops(found, kDay + hours(1), days(2)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_stored_is_never_in_a_partition_that_is_dropped) {
  const SystemTime now = kDay + hours(5);
  const TimeWindow window = make_window(now, days(2));
  const Day oldest = std::chrono::floor<days>(window.oldest);
  BOOST_TEST(plan_drops({{partition_name(oldest)}}, now, days(2)).empty());
  BOOST_TEST(plan_drops({{partition_name(oldest - days(1))}}, now, days(2)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_week_ahead_is_made) {
  const auto ahead = days_ahead(kDay + hours(23));
  BOOST_TEST(ahead.size() == 8U);
  BOOST_TEST((*ahead.begin() == kDay));
  BOOST_TEST((*ahead.rbegin() == kDay + days(7)));
}

BOOST_AUTO_TEST_CASE(retention_is_whole_days_in_either_form) {
  BOOST_TEST((retention_from("30d") == days(30)));
  BOOST_TEST((retention_from("720h") == days(30)));
  for (const char* text : {"", "0d", "-1d", "12h", "30", "1.5d", "3651d", "d"}) {
    BOOST_TEST(!retention_from(text).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
