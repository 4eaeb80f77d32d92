#include "kafka/statistics_json.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

BOOST_AUTO_TEST_SUITE(statistics_json)

// Shortened from what librdkafka 2.0.2 emits.
constexpr const char* kConsumer = R"({"name":"vedette#consumer-1","type":"consumer","tx_bytes":735,
 "brokers":{
  "GroupCoordinator":{"name":"GroupCoordinator","nodeid":1,"state":"UP","txretries":1},
  "127.0.0.1:9092/1":{"name":"127.0.0.1:9092/1","nodeid":1,"state":"UP","txretries":2},
  "127.0.0.1:9093/2":{"name":"127.0.0.1:9093/2","nodeid":2,"state":"TRY_CONNECT","txretries":0}},
 "topics":{"vedette.results":{"topic":"vedette.results","partitions":{
  "0":{"partition":0,"fetch_state":"active","next_offset":7,"hi_offset":9},
  "1":{"partition":1,"fetch_state":"none","next_offset":-1001,"hi_offset":-1001},
  "-1":{"partition":-1,"fetch_state":"none","next_offset":0,"hi_offset":-1001}}}}})";

BOOST_AUTO_TEST_CASE(brokers_that_are_up_are_counted_and_their_counters_summed) {
  const auto statistics = parse_statistics(kConsumer);
  BOOST_REQUIRE(statistics.has_value());
  BOOST_TEST(statistics->brokers_up == 2);
  BOOST_TEST(statistics->retries == 3U);
  BOOST_TEST(statistics->transmitted_bytes == 735U);
}

BOOST_AUTO_TEST_CASE(only_partitions_that_are_being_read_are_listed) {
  const auto statistics = parse_statistics(kConsumer);
  BOOST_REQUIRE(statistics.has_value());
  BOOST_REQUIRE_EQUAL(statistics->partitions.size(), 1U);
  BOOST_TEST(statistics->partitions[0].topic == "vedette.results");
  BOOST_TEST(statistics->partitions[0].partition == 0);
  BOOST_TEST(statistics->partitions[0].next == 7);
  BOOST_TEST(statistics->partitions[0].end == 9);
}

BOOST_AUTO_TEST_CASE(producer_has_no_partitions_to_lag_in) {
  const auto statistics = parse_statistics(
      R"({"type":"producer","topics":{"t":{"partitions":{"0":{"partition":0}}}}})");
  BOOST_REQUIRE(statistics.has_value());
  BOOST_TEST(statistics->partitions.empty());
  BOOST_TEST(statistics->brokers_up == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_statistics_is_nothing) {
  for (const char* text : {"", "{", "[]", "1"}) BOOST_TEST(!parse_statistics(text).has_value());
  BOOST_TEST(parse_statistics(R"({"brokers":7,"topics":{"t":[]},"type":"consumer"})").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
