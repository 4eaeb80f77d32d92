#include "kafka/producer_options.hpp"

#include <map>

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

BOOST_AUTO_TEST_SUITE(producer_options)

std::map<std::string, std::string> options_of(const ProducerOptions& options) {
  const Options made = to_options(options);
  return {made.begin(), made.end()};
}

BOOST_AUTO_TEST_CASE(promises_of_delivery_are_fixed) {
  const auto options = options_of({});
  BOOST_TEST(options.at("enable.idempotence") == "true");
  BOOST_TEST(options.at("acks") == "all");
  BOOST_TEST(options.at("delivery.timeout.ms") == "0");  // infinite
  BOOST_TEST(options.at("partitioner") == "murmur2_random");
}

BOOST_AUTO_TEST_CASE(choices_reach_the_library) {
  const auto options = options_of(
      {.compression = Compression::Zstd, .max_message_bytes = 2'097'152, .linger = Millis(5)});
  BOOST_TEST(options.at("compression.codec") == "zstd");
  BOOST_TEST(options.at("message.max.bytes") == "2097152");
  BOOST_TEST(options.at("linger.ms") == "5");
}

BOOST_AUTO_TEST_CASE(bounds_of_the_library_are_off_because_ours_come_first) {
  const auto options = options_of({.max_messages = 10});
  BOOST_TEST(options.at("queue.buffering.max.messages") == "0");  // no limit
}

BOOST_AUTO_TEST_CASE(size_counts_key_value_and_headers) {
  BOOST_TEST(size_of({"topic", "key", "value", {{"name", "v"}, {"n", ""}}}) == 3U + 5 + 5 + 1);
}

BOOST_AUTO_TEST_CASE(each_cause_has_a_name_of_its_own) {
  std::map<std::string_view, FailureCause> names;
  for (const FailureCause cause : kFailureCauses) names[to_text(cause)] = cause;
  BOOST_TEST(names.size() == kFailureCauses.size());
  for (std::size_t i = 0; i < kFailureCauses.size(); ++i) {
    BOOST_TEST(static_cast<std::size_t>(kFailureCauses[i]) == i);  // an index of ProducerStats
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
