#include "writer/store/dead_letters.hpp"

#include <random>

#include "kafka/topics.hpp"
#include "runtime/logging.hpp"

namespace vedette::writer {
namespace {

constexpr const char* kDependency = "dead_letters";
constexpr unsigned kRoundShift = 32;

/// One line for a batch, with the first as the example: garbage may come in thousands.
void log_delivered(const Batch& batch, const std::vector<DeadLetter>& letters) {
  const DeadLetter& first = letters.front();
  const kafka::Record& record = batch.records[first.record];
  runtime::log_warning("Sent records to the dead letters",
                       {{"count", letters.size()},
                        {"firstReason", to_text(first.refusal.reason)},
                        {"firstDetail", first.refusal.detail},
                        {"firstPartition", record.partition},
                        {"firstOffset", record.offset}});
}

}  // namespace

kafka::Message to_dead_letter(const kafka::Record& record, const Refusal& refusal) {
  kafka::Message message{.topic = std::string(kafka::kDeadLetterTopic),
                         .key = std::string(record.key),
                         .value = std::string(record.value)};
  for (const kafka::HeaderView& header : record.headers) {
    message.headers.push_back({std::string(header.name), std::string(header.value)});
  }
  message.headers.push_back({"dlq_reason", std::string(to_text(refusal.reason))});
  message.headers.push_back({"dlq_detail", refusal.detail});
  message.headers.push_back({"dlq_topic", std::string(record.topic)});
  message.headers.push_back({"dlq_partition", std::to_string(record.partition)});
  message.headers.push_back({"dlq_offset", std::to_string(record.offset)});
  return message;
}

DeadLetters::DeadLetters(runtime::Health& health, Metrics& metrics)
    : health_(health),
      metrics_(metrics),
      backoff_(Millis(200), Millis(15'000), std::random_device()()) {}

Result<std::unique_ptr<DeadLetters>> DeadLetters::start(const MakeProducer& make,
                                                        runtime::Health& health, Metrics& metrics) {
  std::unique_ptr<DeadLetters> letters(new DeadLetters(health, metrics));
  auto producer = make([raw = letters.get()](std::uint64_t tag, const auto& result) {
    raw->on_delivery(tag, result);
  });
  if (!producer) return tl::unexpected(producer.error());
  letters->producer_ = std::move(*producer);
  return letters;
}

void DeadLetters::on_delivery(std::uint64_t tag, const Result<kafka::Delivered>& result) {
  {
    const std::lock_guard lock(mutex_);
    if (tag >> kRoundShift != round_) return;
    const auto record = static_cast<std::uint32_t>(tag);
    waiting_.erase(record);
    if (!result) {
      undelivered_.insert(record);
      last_error_ = result.error().message;
    }
  }
  changed_.notify_all();
}

std::optional<std::string> DeadLetters::attempt(const Batch& batch,
                                                const std::vector<DeadLetter>& letters,
                                                const std::stop_token& cancel) {
  std::set<std::uint32_t> todo;
  std::uint64_t round = 0;
  {
    const std::lock_guard lock(mutex_);
    last_error_.reset();
    todo = std::exchange(undelivered_, {});
    waiting_ = todo;
    round = ++round_;
  }
  for (const DeadLetter& letter : letters) {
    if (!todo.contains(letter.record)) continue;
    kafka::Message message = to_dead_letter(batch.records[letter.record], letter.refusal);
    message.tag = round << kRoundShift | letter.record;
    const kafka::Produced produced = producer_->produce(std::move(message));
    if (produced == kafka::Produced::Queued) continue;
    const std::lock_guard lock(mutex_);
    waiting_.erase(letter.record);
    undelivered_.insert(letter.record);
    last_error_ = produced == kafka::Produced::QueueFull
                      ? "the queue for dead letters is full"
                      : "a dead letter is larger than vedette.results.dlq takes";
  }
  std::unique_lock lock(mutex_);
  changed_.wait(lock, cancel, [&] { return waiting_.empty(); });
  return last_error_;
}

bool DeadLetters::deliver(const Batch& batch, const std::vector<DeadLetter>& letters,
                          const std::stop_token& cancel) {
  // Batches are cancelled together: whoever has the turn then gives it up.
  const std::lock_guard turn(turn_);
  {
    const std::lock_guard lock(mutex_);
    undelivered_.clear();
    for (const DeadLetter& letter : letters) undelivered_.insert(letter.record);
  }
  while (!cancel.stop_requested()) {
    const auto error = attempt(batch, letters, cancel);
    if (cancel.stop_requested()) return false;
    if (!error) {
      backoff_.reset();
      health_.set_ready(kDependency);
      for (const DeadLetter& letter : letters) {
        metrics_.dead_letters(letter.refusal.reason).Increment();
      }
      log_delivered(batch, letters);
      return true;
    }
    metrics_.dead_letter_retries.Increment();
    health_.set_not_ready(kDependency, "dead letters are not delivered: " + *error);
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, cancel, backoff_.next(), [] { return false; });
  }
  return false;
}

}  // namespace vedette::writer
