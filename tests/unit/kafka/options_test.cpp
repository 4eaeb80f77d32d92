#include "kafka/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include <boost/test/unit_test.hpp>

namespace vedette::kafka {
namespace {

struct Flags {
  Flags() {
    add_connection_options(app, settings);
    add_topic_options(app, topics);
    add_producer_options(app, producer);
  }

  /// The error's text, empty when the arguments are fine.
  std::string parse(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
      return error.what();
    }
    return {};
  }

  CLI::App app;
  Settings settings;
  TopicOptions topics;
  ProducerOptions producer;
};

BOOST_FIXTURE_TEST_SUITE(options, Flags)

BOOST_AUTO_TEST_CASE(every_flag_reaches_its_setting) {
  BOOST_TEST(parse({"--kafka-brokers=a:1,b:2", "--kafka-security=sasl_tls", "--kafka-ca=/ca",
                    "--kafka-cert=/cert", "--kafka-key=/key",
                    "--kafka-sasl-mechanism=SCRAM-SHA-256", "--kafka-username=me",
                    "--kafka-password-file=/password", "--kafka-create-topics=false",
                    "--kafka-partitions=3", "--kafka-replication=2", "--kafka-compression=zstd",
                    "--kafka-queue-messages=7", "--kafka-queue-bytes=2000000"}) == "");
  BOOST_TEST(settings.brokers == "a:1,b:2");
  BOOST_TEST((settings.security == Security::SaslTls));
  BOOST_TEST(settings.ca == "/ca");
  BOOST_TEST(settings.certificate == "/cert");
  BOOST_TEST(settings.key == "/key");
  BOOST_TEST((settings.sasl_mechanism == SaslMechanism::ScramSha256));
  BOOST_TEST(settings.username == "me");
  BOOST_TEST(settings.password_file == "/password");
  BOOST_TEST(!topics.create);
  BOOST_TEST(topics.partitions == 3);
  BOOST_TEST(topics.replication == 2);
  BOOST_TEST((producer.compression == Compression::Zstd));
  BOOST_TEST(producer.max_messages == 7U);
  BOOST_TEST(producer.max_bytes == 2'000'000U);
}

BOOST_AUTO_TEST_CASE(defaults_are_the_architectures) {
  BOOST_TEST(parse({}) == "");
  BOOST_TEST((settings.security == Security::Plaintext));
  BOOST_TEST(topics.create);
  BOOST_TEST(topics.partitions == 12);
  BOOST_TEST(topics.replication == -1);
  BOOST_TEST((producer.compression == Compression::Lz4));
}

BOOST_AUTO_TEST_CASE(word_that_is_not_a_choice_is_refused_with_the_choices) {
  const std::string error = parse({"--kafka-security=ssl"});
  BOOST_TEST(error.find("\"ssl\" is not one of plaintext|tls|sasl_tls") != std::string::npos,
             error);
}

BOOST_AUTO_TEST_CASE(number_out_of_its_bounds_is_refused_with_them) {
  for (const char* argument : {"--kafka-partitions=0", "--kafka-partitions=x",
                               "--kafka-replication=-2", "--kafka-queue-messages=0"}) {
    const std::string error = parse({argument});
    BOOST_TEST(error.find("is not a number from") != std::string::npos, error);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::kafka
