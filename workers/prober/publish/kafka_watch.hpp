#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "kafka/producer.hpp"
#include "kafka/settings.hpp"
#include "kafka/topics.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

/// Makes sure, beside everything else, that the topics are there, trying again with back-off for as
/// long as no broker answers, and tells /readyz each second whether Kafka can be reached.
/// Its thread is "kafka-watch"; the destructor ends it, after at most one try in progress.
class KafkaWatch {
 public:
  /// `producer` and `health` must outlive it.
  /// `create`: topics that are absent.
  KafkaWatch(kafka::Settings settings, std::vector<kafka::TopicSpec> topics, bool create,
             const kafka::Producer& producer, runtime::Health& health);

  /// How many partitions a topic has, once that is known. Thread-safe.
  [[nodiscard]] std::optional<int> partitions(std::string_view topic) const;

  /// Asks the thread to end without waiting for it.
  void request_stop() { thread_.request_stop(); }

 private:
  void run(const std::stop_token& stop);
  /// True when the topics are there.
  [[nodiscard]] bool ensure_topics();

  const kafka::Settings settings_;
  const std::vector<kafka::TopicSpec> topics_;
  const bool create_;
  const kafka::Producer& producer_;
  runtime::Health& health_;
  mutable std::mutex mutex_;
  std::map<std::string, int, std::less<>> partitions_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::prober
