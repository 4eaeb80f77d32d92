#pragma once

#include <atomic>
#include <string_view>

#include "kafka/producer.hpp"
#include "prober/publish/result_sink.hpp"

namespace vedette::prober {

/// Sends results to vedette.results. The producer's queue is the bound: when it is full the newest
/// result is dropped, which the producer counts; the beginning and the end of dropping are one log
/// line each. `producer` must outlive it.
class Publisher final : public ResultSink {
 public:
  explicit Publisher(kafka::Producer& producer) : producer_(producer) {}

  void publish(const model::ProbeResult& result) override;

 private:
  void say_dropping(std::string_view why);

  kafka::Producer& producer_;
  std::atomic<bool> dropping_{false};
};

}  // namespace vedette::prober
