#pragma once

#include "model/probe_result.hpp"

namespace vedette::prober {

/// Where results go. An interface so that engines can be tested without a broker.
class ResultSink {
 public:
  virtual ~ResultSink() = default;

  /// Takes a result and returns at once. What cannot be taken is dropped and counted.
  /// Thread-safe: every engine calls it.
  virtual void publish(const model::ProbeResult& result) = 0;
};

}  // namespace vedette::prober
