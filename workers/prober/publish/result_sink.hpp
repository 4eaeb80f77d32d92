#pragma once

#include <optional>

#include "model/probe_result.hpp"
#include "prober/publish/slot_ledger.hpp"

namespace vedette::prober {

/// Where results go. An interface so that engines can be tested without a broker.
class ResultSink {
 public:
  virtual ~ResultSink() = default;

  /// Takes a result and returns at once. What cannot be taken is dropped and counted. `open`, if
  /// any, is ended in the ledger when the result was acknowledged or dropped.
  /// Thread-safe: every engine calls it.
  virtual void publish(const model::ProbeResult& result, std::optional<OpenSlot> open) = 0;
};

}  // namespace vedette::prober
