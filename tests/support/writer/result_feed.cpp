#include "support/writer/result_feed.hpp"

#include <stdexcept>
#include <thread>

#include "base/time_text.hpp"
#include "kafka/topics.hpp"
#include "model/probe_result_json.hpp"

namespace vedette::test {
namespace {

constexpr Millis kTopicDeadline{30'000};
constexpr Millis kQueueFullPause{5};

template <typename T>
T value_or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

}  // namespace

ResultFeed::ResultFeed(const std::string& brokers, int partitions) {
  kafka::Settings settings;
  settings.brokers = brokers;
  (void)value_or_throw(kafka::ensure_topics(
      settings, {kafka::results_topic({.partitions = partitions}), kafka::dead_letter_topic({})},
      true, kTopicDeadline));
  producer_ = value_or_throw(kafka::start_producer(
      settings, {},
      [this](std::uint64_t, const Result<kafka::Delivered>& result) {
        const std::lock_guard lock(mutex_);
        if (result) {
          ++acknowledged_;
        } else if (refused_.empty()) {
          refused_ = result.error().message;
        }
      },
      [](LogLevel, std::string_view, std::string_view) {}));
}

void ResultFeed::send(const model::ProbeResult& result) {
  send_raw(to_text(result.target.id), model::to_json(result), event_headers(result));
}

void ResultFeed::send_raw(std::string key, std::string value, std::vector<kafka::Header> headers) {
  send_message({.topic = std::string(kafka::kResultsTopic),
                .key = std::move(key),
                .value = std::move(value),
                .headers = std::move(headers)});
}

void ResultFeed::send_message(kafka::Message message) {
  while (true) {
    const kafka::Produced produced = producer_->produce(message);
    if (produced == kafka::Produced::Queued) break;
    if (produced == kafka::Produced::TooLarge) throw std::runtime_error("message too large");
    // The queue drains on the producer's own thread; there is no event to wait for.
    std::this_thread::sleep_for(kQueueFullPause);
  }
  ++sent_;
}

void ResultFeed::flush(Millis deadline) {
  if (const auto done = producer_->flush(deadline); !done) {
    throw std::runtime_error(done.error().message);
  }
  const std::lock_guard lock(mutex_);
  if (!refused_.empty()) throw std::runtime_error("a result was refused: " + refused_);
}

std::size_t ResultFeed::acknowledged() const {
  const std::lock_guard lock(mutex_);
  return acknowledged_;
}

std::vector<kafka::Header> event_headers(const model::ProbeResult& result) {
  return {{"ce_specversion", "1.0"},
          {"ce_id", model::result_id(result)},
          {"ce_source", "/vedette/" + result.target.source + "/" + result.location},
          {"ce_type", std::string(model::kProbeResultType)},
          {"ce_time", to_rfc3339(result.produced_at)},
          {"content-type", "application/json"}};
}

}  // namespace vedette::test
