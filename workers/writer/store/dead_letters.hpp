#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "kafka/producer.hpp"
#include "runtime/health.hpp"
#include "writer/batch/batch.hpp"
#include "writer/metrics.hpp"

namespace vedette::writer {

/// The message for vedette.results.dlq: original key, value and headers, then dlq_reason,
/// dlq_detail (one sentence), dlq_topic, dlq_partition, dlq_offset. Pure.
[[nodiscard]] kafka::Message to_dead_letter(const kafka::Record& record, const Refusal& refusal);

/// Sends dead letters and waits until the broker has them: offsets move only then. Thread-safe; one
/// batch's go at a time.
class DeadLetters {
 public:
  using MakeProducer =
      std::function<Result<std::unique_ptr<kafka::Producer>>(kafka::DeliveryFn on_delivery)>;

  /// What is passed by reference must outlive it. Fails as `make` does.
  [[nodiscard]] static Result<std::unique_ptr<DeadLetters>> start(const MakeProducer& make,
                                                                  runtime::Health& health,
                                                                  Metrics& metrics);

  /// Delivers all, trying again for as long as it takes; false when `cancel` was requested first
  /// (some may have been delivered: they come twice). REQUIRES: letters is not empty.
  [[nodiscard]] bool deliver(const Batch& batch, const std::vector<DeadLetter>& letters,
                             const std::stop_token& cancel);

 private:
  DeadLetters(runtime::Health& health, Metrics& metrics);
  void on_delivery(std::uint64_t tag, const Result<kafka::Delivered>& result);
  [[nodiscard]] std::optional<std::string> attempt(const Batch& batch,
                                                   const std::vector<DeadLetter>& letters,
                                                   const std::stop_token& cancel);

  runtime::Health& health_;
  Metrics& metrics_;
  std::mutex turn_;  // held by deliver(), before mutex_
  Backoff backoff_;  // guarded by turn_
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::uint32_t round_ = 0;              // guarded by mutex_; reports of earlier rounds are ignored
  std::set<std::uint32_t> waiting_;      // guarded by mutex_; records without a report
  std::set<std::uint32_t> undelivered_;  // records that still have to go
  std::optional<std::string> last_error_;      // guarded by mutex_
  std::unique_ptr<kafka::Producer> producer_;  // last: its thread calls on_delivery
};

}  // namespace vedette::writer
