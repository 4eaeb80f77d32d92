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

KafkaWatch::KafkaWatch(kafka::Settings settings, kafka::TopicOptions topics,
                       const kafka::Producer& producer, runtime::Health& health)
    : settings_(std::move(settings)),
      topics_(topics),
      producer_(producer),
      health_(health),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void KafkaWatch::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "kafka-watch");
  std::mutex mutex;
  std::condition_variable_any stopped;
  Backoff backoff(kFirstWait, kLongestWait, std::random_device()());
  bool topic_is_there = false;
  SteadyTime next_try = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    if (!topic_is_there && std::chrono::steady_clock::now() >= next_try) {
      topic_is_there = ensure_topic();
      next_try = std::chrono::steady_clock::now() + backoff.next();
    }
    const kafka::Connection connection = producer_.stats().connection;
    if (!connection.up) {
      health_.set_not_ready("kafka", connection.reason);
    } else if (topic_is_there) {
      health_.set_ready("kafka");
    }
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, kLook, [] { return false; });
  }
}

bool KafkaWatch::ensure_topic() {
  const auto report =
      kafka::ensure_topics(settings_, {results_topic(topics_)}, topics_.create, kTry);
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
  return true;
}

}  // namespace vedette::prober
