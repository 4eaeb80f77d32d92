#include "kafka/options.hpp"

#include <array>
#include <optional>

namespace vedette::kafka {
namespace {

/// A flag that takes one of the words that to_text() gives for `choices`.
template <typename T, std::size_t n>
void add_choice(CLI::App& app, const std::string& name, T& value, const std::array<T, n>& choices,
                const std::string& description) {
  std::string words;
  for (const T choice : choices) {
    words += (words.empty() ? "" : "|") + std::string(to_text(choice));
  }
  const auto choose = [&value, name, words, choices](const std::string& given) {
    for (const T choice : choices) {
      if (to_text(choice) != given) continue;
      value = choice;
      return;
    }
    throw CLI::ValidationError(name, "\"" + given + "\" is not one of " + words);
  };
  app.add_option_function<std::string>(name, choose, description)
      ->type_name(words)
      ->default_str(std::string(to_text(value)))
      ->group("Kafka");
}

/// A number's flag with its bounds.
template <typename T>
void add_number(CLI::App& app, const std::string& name, T& value, T least, T most,
                const std::string& description) {
  const auto in_range = [least, most](const std::string& text) {
    T number{};
    const bool fits = CLI::detail::lexical_cast(text, number) && number >= least && number <= most;
    return fits ? std::string()
                : text + " is not a number from " + std::to_string(least) + " to " +
                      std::to_string(most);
  };
  app.add_option(name, value, description)
      ->check(CLI::Validator(in_range, ""))
      ->type_name("NUMBER")
      ->capture_default_str()
      ->group("Kafka");
}

void add_text(CLI::App& app, const std::string& name, std::string& value, const char* type,
              const std::string& description) {
  app.add_option(name, value, description)->type_name(type)->group("Kafka");
}

void add_file(CLI::App& app, const std::string& name, std::filesystem::path& value,
              const std::string& description) {
  app.add_option(name, value, description)->type_name("FILE")->group("Kafka");
}

}  // namespace

void add_connection_options(CLI::App& app, Settings& settings) {
  add_text(app, "--kafka-brokers", settings.brokers, "HOST:PORT,...",
           "One or more brokers to start from; the others are learnt from them");
  add_choice(app, "--kafka-security", settings.security,
             std::array{Security::Plaintext, Security::Tls, Security::SaslTls},
             "How brokers are talked to; tls is mutual with --kafka-cert and --kafka-key");
  add_file(app, "--kafka-ca", settings.ca,
           "Certificates (PEM) that the brokers' must be signed by; without it the system's roots");
  add_file(app, "--kafka-cert", settings.certificate, "Client certificate (PEM) for mutual TLS");
  add_file(app, "--kafka-key", settings.key, "Key (PEM, unencrypted) of --kafka-cert");
  add_choice(
      app, "--kafka-sasl-mechanism", settings.sasl_mechanism,
      std::array{SaslMechanism::Plain, SaslMechanism::ScramSha256, SaslMechanism::ScramSha512},
      "How the password is proved; SCRAM with Kafka 4 needs librdkafka 2.6.1 or newer");
  add_text(app, "--kafka-username", settings.username, "NAME", "User for sasl_tls");
  add_file(app, "--kafka-password-file", settings.password_file,
           "File that holds the user's password alone, in one line");
}

void add_topic_options(CLI::App& app, TopicOptions& options) {
  app.add_option("--kafka-create-topics", options.create,
                 "Create topics that are missing at start; an existing one is never altered")
      ->type_name("true|false")
      ->default_str(options.create ? "true" : "false")
      ->group("Kafka");
  add_number(app, "--kafka-partitions", options.partitions, 1, 10'000,
             "Partitions of vedette.results when it is created");
  add_number(app, "--kafka-replication", options.replication, -1, 100,
             "Replicas of the topics when they are created; -1 is the broker's default");
}

void add_producer_options(CLI::App& app, ProducerOptions& options) {
  add_choice(app, "--kafka-compression", options.compression,
             std::array{Compression::None, Compression::Lz4, Compression::Zstd},
             "Compression of messages");
  add_number<std::size_t>(app, "--kafka-queue-messages", options.max_messages, 1, 10'000'000,
                          "Most results that wait in memory while Kafka is away; past it the "
                          "newest are dropped and counted. Divided by results per second this is "
                          "the outage survived");
  add_number<std::size_t>(app, "--kafka-queue-bytes", options.max_bytes, 1'048'576,
                          std::size_t{1} << 36U, "Most bytes that wait so");
}

}  // namespace vedette::kafka
