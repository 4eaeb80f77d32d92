#pragma once

#include <atomic>
#include <string_view>

#include "kafka/producer.hpp"
#include "prober/publish/result_sink.hpp"

namespace vedette::prober {

/// Sends results to vedette.results. The producer's queue is the bound: when it is full the newest
/// result is dropped, which the producer counts; the beginning and the end of dropping are one log
/// line each. A message carries its open slot as its tag: whoever serves the producer's delivery
/// reports ends it (SlotLedger::end_tagged). `producer` and `ledger` must outlive it.
class Publisher final : public ResultSink {
 public:
  Publisher(kafka::Producer& producer, SlotLedger& ledger) : producer_(producer), ledger_(ledger) {}

  void publish(const model::ProbeResult& result, std::optional<OpenSlot> open) override;

 private:
  void say_dropping(std::string_view why);

  kafka::Producer& producer_;
  SlotLedger& ledger_;
  std::atomic<bool> dropping_{false};
};

}  // namespace vedette::prober
