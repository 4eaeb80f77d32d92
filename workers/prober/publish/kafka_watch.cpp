#include "prober/publish/kafka_watch.hpp"

#include <condition_variable>
#include <mutex>
#include <random>
#include <utility>

#include <pthread.h>

#include "base/backoff.hpp"
#include "runtime/logging.hpp"

namespace vedette::prober {
namespace {

constexpr Millis kLook{1'000};
constexpr Millis kTry{5'000};
constexpr Millis kFirstWait{500};
constexpr Millis kLongestWait{15'000};

}  // namespace

KafkaWatch::KafkaWatch(kafka::Settings settings, std::vector<kafka::TopicSpec> topics, bool create,
                       const kafka::Producer& producer, runtime::Health& health)
    : settings_(std::move(settings)),
      topics_(std::move(topics)),
      create_(create),
      producer_(producer),
      health_(health),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

std::optional<int> KafkaWatch::partitions(std::string_view topic) const {
  const std::lock_guard lock(mutex_);
  const auto place = partitions_.find(topic);
  return place == partitions_.end() ? std::nullopt : std::optional(place->second);
}

void KafkaWatch::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "kafka-watch");
  std::mutex mutex;
  std::condition_variable_any stopped;
  Backoff backoff(kFirstWait, kLongestWait, std::random_device()());
  bool topics_are_there = false;
  SteadyTime next_try = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    if (!topics_are_there && std::chrono::steady_clock::now() >= next_try) {
      topics_are_there = ensure_topics();
      next_try = std::chrono::steady_clock::now() + backoff.next();
    }
    const kafka::Connection connection = producer_.stats().connection;
    if (!connection.up) {
      health_.set_not_ready("kafka", connection.reason);
    } else if (topics_are_there) {
      health_.set_ready("kafka");
    }
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, kLook, [] { return false; });
  }
}

bool KafkaWatch::ensure_topics() {
  const auto report = kafka::ensure_topics(settings_, topics_, create_, kTry);
  if (!report) {
    health_.set_not_ready("kafka", report.error().message);
    return false;
  }
  for (const std::string& name : report->created) {
    runtime::log_info("Created a topic", {{"topic", name}});
  }
  for (const std::string& warning : report->warnings) {
    runtime::log_warning("Found a topic that is not as it should be", {{"what", warning}});
  }
  const std::lock_guard lock(mutex_);
  partitions_ = {report->partitions.begin(), report->partitions.end()};
  return true;
}

}  // namespace vedette::prober
