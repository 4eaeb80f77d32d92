#pragma once

#include <stop_token>
#include <thread>

#include "base/clock.hpp"
#include "kafka/producer.hpp"
#include "kafka/settings.hpp"
#include "kafka/topics.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

/// Makes sure, beside everything else, that vedette.results is there, trying again with back-off
/// for as long as no broker answers, and tells /readyz each second whether Kafka can be reached.
/// Its thread is "kafka-watch"; the destructor ends it, after at most one try in progress.
class KafkaWatch {
 public:
  /// `producer` and `health` must outlive it.
  KafkaWatch(kafka::Settings settings, kafka::TopicOptions topics, const kafka::Producer& producer,
             runtime::Health& health);

  /// Asks the thread to end without waiting for it.
  void request_stop() { thread_.request_stop(); }

 private:
  void run(const std::stop_token& stop);
  /// True when the topic is there, or will never be.
  [[nodiscard]] bool ensure_topic();

  kafka::Settings settings_;
  kafka::TopicOptions topics_;
  const kafka::Producer& producer_;
  runtime::Health& health_;
  std::jthread thread_;
};

}  // namespace vedette::prober
