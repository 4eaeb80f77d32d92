#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"

namespace vedette::kafka::test {
namespace {

bool contains(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(text) != std::string::npos; });
}

BOOST_AUTO_TEST_SUITE(topics)

BOOST_AUTO_TEST_CASE(second_start_finds_the_topics_that_the_first_created_as_specified) {
  const Settings settings = settings_of(shared_broker());
  const std::vector<TopicSpec> specs{results_topic({}), dead_letter_topic({}),
                                     states_topic({}, 64)};

  const auto first = ensure_topics(settings, specs, true, kPatience);
  BOOST_REQUIRE_MESSAGE(first, fault_of(first));
  BOOST_TEST(first->created.size() == 3U);
  BOOST_TEST(first->partitions.at("vedette.states") == 64);
  BOOST_TEST(first->partitions.at("vedette.results") == 12);
  BOOST_TEST(first->partitions.at("vedette.results.dlq") == 1);

  const auto second = ensure_topics(settings, specs, true, kPatience);
  BOOST_REQUIRE_MESSAGE(second, fault_of(second));
  BOOST_TEST(second->created.empty());
  // Settings are read back from the broker: none differs. One broker is worth a warning.
  BOOST_REQUIRE_EQUAL(second->warnings.size(), 1U);
  BOOST_TEST(contains(second->warnings, "ACKNOWLEDGED RESULTS CAN BE LOST"));
}

BOOST_AUTO_TEST_CASE(existing_topic_is_never_altered_and_what_differs_is_told) {
  const Settings settings = settings_of(shared_broker());
  const auto made =
      ensure_topics(settings, {{"differs", 3, -1, {{"retention.ms", "1000"}}}}, true, kPatience);
  BOOST_REQUIRE_MESSAGE(made, fault_of(made));

  const auto report =
      ensure_topics(settings, {{"differs", 5, -1, {{"retention.ms", "2000"}}}}, true, kPatience);
  BOOST_REQUIRE_MESSAGE(report, fault_of(report));
  BOOST_TEST(report->partitions.at("differs") == 3);
  BOOST_TEST(contains(report->warnings, "3 partitions, not the 5"));
  BOOST_TEST(contains(report->warnings, "retention.ms=1000, not 2000"));
}

BOOST_AUTO_TEST_CASE(missing_topic_that_may_not_be_created_is_unavailable) {
  const auto report =
      ensure_topics(settings_of(shared_broker()), {{"absent", 1}}, false, kPatience);
  BOOST_REQUIRE(!report);
  BOOST_TEST((report.error().kind == ErrorKind::Unavailable));
  BOOST_TEST(report.error().message.find("--kafka-create-topics") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(spec_that_the_broker_refuses_is_invalid_with_its_reason) {
  const auto report =
      ensure_topics(settings_of(shared_broker()), {{"greedy", 1, 9}}, true, kPatience);
  BOOST_REQUIRE(!report);
  BOOST_TEST((report.error().kind == ErrorKind::Invalid));
  BOOST_TEST(report.error().message.find("eplication factor") != std::string::npos,
             report.error().message);
}

BOOST_AUTO_TEST_CASE(broker_that_is_away_is_told_with_its_address_within_the_deadline) {
  Settings settings;
  settings.brokers = "127.0.0.1:1";
  const SteadyTime begin = RealClock().steady_now();
  const auto report = ensure_topics(settings, {{"any", 1}}, true, Millis(2'000));
  BOOST_REQUIRE(!report);
  BOOST_TEST((report.error().kind == ErrorKind::Unavailable));
  BOOST_TEST(report.error().message.find("127.0.0.1:1") != std::string::npos);
  BOOST_TEST((RealClock().steady_now() - begin < Millis(10'000)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
