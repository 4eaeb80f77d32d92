#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kafka/producer.hpp"
#include "model/probe_result.hpp"

namespace vedette::test {

/// Puts results, or whatever a test wants to be read as one, into vedette.results and remembers
/// what the broker acknowledged. Makes the topic when it is absent.
class ResultFeed {
 public:
  /// Throws std::runtime_error when the broker cannot be used.
  explicit ResultFeed(const std::string& brokers, int partitions = 12);

  /// As a prober sends it. Waits while the queue is full.
  void send(const model::ProbeResult& result);
  /// Any bytes under the key of a target; `headers` as given.
  void send_raw(std::string key, std::string value, std::vector<kafka::Header> headers = {});

  /// Waits until everything sent was acknowledged. Throws std::runtime_error after `deadline`, or
  /// when something was refused.
  void flush(Millis deadline);

  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] std::size_t acknowledged() const;

 private:
  void send_message(kafka::Message message);

  mutable std::mutex mutex_;
  std::size_t acknowledged_ = 0;  // guarded by mutex_
  std::string refused_;           // guarded by mutex_; the first error
  std::size_t sent_ = 0;
  std::unique_ptr<kafka::Producer> producer_;  // last: its thread reports
};

/// The headers of a CloudEvent in binary mode.
[[nodiscard]] std::vector<kafka::Header> event_headers(const model::ProbeResult& result);

}  // namespace vedette::test
