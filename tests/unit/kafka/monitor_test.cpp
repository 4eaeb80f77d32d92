#include "kafka/monitor.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

constexpr const char* kUp =
    R"({"type":"producer","tx_bytes":10,"brokers":{"b":{"state":"UP","txretries":2}}})";
constexpr const char* kDown = R"({"type":"producer","brokers":{"b":{"state":"DOWN"}}})";

struct Watched {
  Settings settings = [] {
    Settings made;
    made.brokers = "kafka:9092";
    made.username = "me";
    return made;
  }();
  std::vector<std::pair<LogLevel, std::string>> lines;
  Monitor monitor{settings, [this](LogLevel level, std::string_view, std::string_view detail) {
                    lines.emplace_back(level, detail);
                  }};

  [[nodiscard]] std::string reason() const { return monitor.connection().reason; }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_FIXTURE_TEST_SUITE(monitor_suite, Watched)

BOOST_AUTO_TEST_CASE(client_begins_unconnected_and_says_so) {
  BOOST_TEST(!monitor.connection().up);
  BOOST_TEST(contains(reason(), "no broker has answered yet"));
}

BOOST_AUTO_TEST_CASE(one_broker_up_is_enough_and_none_is_down) {
  monitor.on_statistics(kUp);
  BOOST_TEST(monitor.connection().up);
  monitor.on_statistics(kDown);
  BOOST_TEST(!monitor.connection().up);
  BOOST_TEST(contains(reason(), "lost"));
}

BOOST_AUTO_TEST_CASE(specific_reason_survives_that_all_brokers_are_down) {
  monitor.on_statistics(kUp);
  monitor.on_error(Trouble::Transport, "Connection refused");
  BOOST_TEST(monitor.connection().up);  // one connection is not the cluster
  monitor.on_all_brokers_down();
  BOOST_TEST(!monitor.connection().up);
  BOOST_TEST(contains(reason(), "Connection refused"));
  BOOST_TEST(contains(reason(), "kafka:9092"));
}

BOOST_AUTO_TEST_CASE(reason_of_another_time_is_forgotten_once_up) {
  monitor.on_error(Trouble::Authentication, "bad password");
  monitor.on_statistics(kUp);
  monitor.on_statistics(kDown);
  BOOST_TEST(!contains(reason(), "bad password"));
}

BOOST_AUTO_TEST_CASE(obstacle_counts_as_down_until_it_is_cleared) {
  monitor.on_statistics(kUp);
  monitor.set_obstacle(Trouble::MissingTopic, "vedette.results");
  BOOST_TEST(!monitor.connection().up);
  BOOST_TEST(contains(reason(), "--kafka-create-topics"));
  monitor.clear_obstacle();
  BOOST_TEST(monitor.connection().up);
}

BOOST_AUTO_TEST_CASE(each_trouble_says_which_flag_to_turn) {
  const std::pair<Trouble, const char*> wanted[] = {
      {Trouble::Transport, "--kafka-brokers"},
      {Trouble::Authentication, "--kafka-password-file"},
      {Trouble::Tls, "--kafka-ca"},
      {Trouble::MissingTopic, "--kafka-create-topics"}};
  for (const auto& [trouble, flag] : wanted) {
    BOOST_TEST(contains(explain(trouble, "detail", settings), flag));
    BOOST_TEST(contains(explain(trouble, "detail", settings), "detail"));
  }
}

BOOST_AUTO_TEST_CASE(scram_is_told_of_the_version_that_kafka_4_needs) {
  BOOST_TEST(!contains(explain(Trouble::Authentication, "x", settings), "2.6.1"));
  settings.sasl_mechanism = SaslMechanism::ScramSha256;
  BOOST_TEST(contains(explain(Trouble::Authentication, "x", settings), "2.6.1"));
}

BOOST_AUTO_TEST_CASE(sending_without_compression_is_a_warning_and_a_counter) {
  monitor.on_log(5, "COMPRESS", "Broker does not support lz4: not compressing batch");
  BOOST_TEST(monitor.uncompressed() == 1U);
  BOOST_REQUIRE_EQUAL(lines.size(), 1U);
  BOOST_TEST((lines[0].first == LogLevel::Warning));
}

BOOST_AUTO_TEST_CASE(failed_connections_make_no_noise_and_other_warnings_do) {
  monitor.on_log(3, "FAIL", "Connect to ipv4#127.0.0.1:1 failed");
  monitor.on_log(6, "INFO", "whatever");
  monitor.on_log(4, "SESSTMOUT", "Consumer group session timed out");
  BOOST_REQUIRE_EQUAL(lines.size(), 3U);
  BOOST_TEST((lines[0].first == LogLevel::Debug));
  BOOST_TEST((lines[1].first == LogLevel::Debug));
  BOOST_TEST((lines[2].first == LogLevel::Warning));
}

BOOST_AUTO_TEST_CASE(counters_go_on_when_the_client_is_replaced) {
  monitor.on_statistics(kUp);
  monitor.on_new_client();
  BOOST_TEST(monitor.statistics().retries == 2U);
  monitor.on_statistics(kUp);
  BOOST_TEST(monitor.statistics().retries == 4U);
  BOOST_TEST(monitor.statistics().transmitted_bytes == 20U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
