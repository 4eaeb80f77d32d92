#include <fstream>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/fault.hpp"

namespace vedette::kafka::test {
namespace {

using vedette::test::KafkaOptions;
using vedette::test::TemporaryDirectory;

/// A secured broker and the files that a user would have.
struct Secured {
  explicit Secured(std::string version)
      : broker({.listeners = KafkaOptions::Listeners::Secured, .version = std::move(version)}) {
    std::ofstream(password_file()) << broker.password() << '\n';
    std::ofstream(wrong_password_file()) << "wrong\n";
  }

  [[nodiscard]] std::filesystem::path password_file() const { return files.path() / "password"; }
  [[nodiscard]] std::filesystem::path wrong_password_file() const { return files.path() / "wrong"; }

  [[nodiscard]] Settings sasl(SaslMechanism mechanism) const {
    Settings settings;
    settings.brokers = broker.sasl_brokers();
    settings.security = Security::SaslTls;
    settings.ca = broker.ca_file();
    settings.sasl_mechanism = mechanism;
    settings.username = broker.username();
    settings.password_file = password_file();
    return settings;
  }

  [[nodiscard]] Settings mutual_tls() const {
    Settings settings;
    settings.brokers = broker.mtls_brokers();
    settings.security = Security::Tls;
    settings.ca = broker.ca_file();
    settings.certificate = broker.certificate_file();
    settings.key = broker.key_file();
    return settings;
  }

  TemporaryDirectory files;
  KafkaProcess broker;
};

Secured& kafka_4() {
  static Secured secured{""};
  return secured;
}

/// Creates a topic, sends one message and reads it back.
void check_round_trip(const Settings& settings, const std::string& topic) {
  make_topic(settings, topic, 1);
  Deliveries deliveries;
  auto producer = start_producer(settings, {}, deliveries.callback(), no_log());
  BOOST_REQUIRE_MESSAGE(producer, fault_of(producer));
  BOOST_REQUIRE(((*producer)->produce({topic, "key", "secret", {}, 1}) == Produced::Queued));
  BOOST_TEST_REQUIRE(deliveries.wait_for(1));
  BOOST_TEST(deliveries.acknowledged().size() == 1U);

  Rebalances rebalances;
  auto consumer = start_consumer(settings, {topic, topic + "-group"}, rebalances, no_log());
  BOOST_REQUIRE(consumer);
  std::string read;
  BOOST_TEST(poll_until(
      **consumer, [&] { return !read.empty(); },
      [&](const std::vector<Record>& records) {
        if (!records.empty()) read = records.front().value;
      }));
  BOOST_TEST(read == "secret");
}

/// What a client that cannot get in is told.
std::string reason_of(const Settings& settings) {
  auto producer = start_producer(settings, {}, {}, no_log());
  BOOST_REQUIRE_MESSAGE(producer, fault_of(producer));
  const auto refused = wait_for_connection(
      [&] { return (*producer)->stats().connection; },
      [](const Connection& now) { return !now.up && now.reason != Connection{}.reason; });
  return refused ? refused->reason : "no reason came";
}

BOOST_AUTO_TEST_SUITE(security)

BOOST_AUTO_TEST_CASE(mutual_tls_works_with_ca_certificate_and_key) {
  check_round_trip(kafka_4().mutual_tls(), "mtls");
}

BOOST_AUTO_TEST_CASE(sasl_plain_works_over_tls) {
  check_round_trip(kafka_4().sasl(SaslMechanism::Plain), "sasl");
}

BOOST_AUTO_TEST_CASE(wrong_password_is_told_with_the_flags_to_check) {
  Settings settings = kafka_4().sasl(SaslMechanism::Plain);
  settings.password_file = kafka_4().wrong_password_file();
  const std::string reason = reason_of(settings);
  BOOST_TEST(reason.find("refused user " + settings.username) != std::string::npos, reason);
  BOOST_TEST(reason.find("--kafka-password-file") != std::string::npos, reason);
  BOOST_TEST(reason.find("wrong\n") == std::string::npos);

  const auto report = ensure_topics(settings, {{"any", 1}}, true, Millis(5'000));
  BOOST_REQUIRE(!report);
  BOOST_TEST(report.error().message.find("--kafka-password-file") != std::string::npos,
             report.error().message);
}

BOOST_AUTO_TEST_CASE(broker_whose_ca_is_unknown_is_told_with_the_flag_to_check) {
  Settings settings = kafka_4().sasl(SaslMechanism::Plain);
  settings.ca.clear();
  const std::string reason = reason_of(settings);
  BOOST_TEST(reason.find("--kafka-ca") != std::string::npos, reason);
}

BOOST_AUTO_TEST_CASE(scram_works_with_kafka_3_9) {
  const Secured secured{"3.9.2"};
  check_round_trip(secured.sasl(SaslMechanism::ScramSha256), "scram256");
  check_round_trip(secured.sasl(SaslMechanism::ScramSha512), "scram512");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka::test
