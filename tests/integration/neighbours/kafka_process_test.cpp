#include "support/kafka_process.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

namespace vedette::test {
namespace {

BOOST_AUTO_TEST_SUITE(kafka_process)

BOOST_AUTO_TEST_CASE(broker_answers_at_the_same_address_after_kill9_and_after_stop) {
  KafkaProcess kafka;
  const auto brokers = kafka.brokers();
  const auto first = kafka.pid();

  kafka.kill9();
  kafka.start();
  BOOST_TEST(kafka.brokers() == brokers);
  BOOST_TEST(kafka.pid() != first);

  kafka.stop();
  kafka.start();
  BOOST_TEST(kafka.brokers() == brokers);
}

BOOST_AUTO_TEST_CASE(secured_broker_has_listeners_of_its_own_and_the_files_for_them) {
  const KafkaProcess kafka({.listeners = KafkaOptions::Listeners::Secured});
  BOOST_TEST(kafka.sasl_brokers() != kafka.brokers());
  BOOST_TEST(kafka.mtls_brokers() != kafka.sasl_brokers());
  BOOST_TEST(!kafka.password().empty());
  for (const auto& file : {kafka.ca_file(), kafka.certificate_file(), kafka.key_file()}) {
    BOOST_TEST(std::filesystem::exists(file), file << " is there");
  }
}

BOOST_AUTO_TEST_CASE(setting_that_kafka_refuses_is_told_with_its_log) {
  BOOST_CHECK_EXCEPTION(KafkaProcess({.properties = {"log.dirs="}}), std::runtime_error,
                        [](const std::runtime_error& error) {
                          return std::string(error.what()).find("log.dirs") != std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
