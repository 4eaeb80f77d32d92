#include "support/writer/topic_reader.hpp"

#include <chrono>
#include <stdexcept>

#include "kafka/consumer.hpp"

namespace vedette::test {
namespace {

struct NoHandler final : kafka::RebalanceHandler {
  void on_assign(const std::vector<kafka::TopicPartition>& /*partitions*/) override {}
  void on_revoke(const std::vector<kafka::TopicPartition>& /*partitions*/, bool /*lost*/) override {
  }
};

kafka::Message copy_of(const kafka::Record& record) {
  kafka::Message message{.topic = std::string(record.topic),
                         .key = std::string(record.key),
                         .value = std::string(record.value)};
  for (const kafka::HeaderView& header : record.headers) {
    message.headers.push_back({std::string(header.name), std::string(header.value)});
  }
  return message;
}

}  // namespace

std::vector<kafka::Message> read_topic(const std::string& brokers, const std::string& topic,
                                       std::size_t count, Millis deadline) {
  kafka::Settings settings;
  settings.brokers = brokers;
  NoHandler handler;
  const auto consumer =
      kafka::start_consumer(settings, {.topic = topic, .group = "reader-of-" + topic}, handler,
                            [](LogLevel, std::string_view, std::string_view) {});
  if (!consumer) throw std::runtime_error(consumer.error().message);
  const auto end = std::chrono::steady_clock::now() + deadline;
  std::vector<kafka::Message> messages;
  while (messages.size() < count) {
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error(topic + " holds " + std::to_string(messages.size()) +
                               " messages, not " + std::to_string(count));
    }
    const auto records = (*consumer)->poll(1000, Millis(200));
    if (!records) continue;
    for (const kafka::Record& record : *records) messages.push_back(copy_of(record));
  }
  return messages;
}

std::string header_of(const kafka::Message& message, const std::string& name) {
  for (const kafka::Header& header : message.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

}  // namespace vedette::test
