#pragma once

#include "base/clock.hpp"
#include "prober/engine/change_gate.hpp"
#include "prober/engine/last_results.hpp"
#include "prober/engine/state_sink.hpp"
#include "prober/fitness/self_health.hpp"
#include "prober/metrics.hpp"
#include "prober/publish/result_sink.hpp"
#include "prober/publish/slot_ledger.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

/// What engines share. All of it must outlive them.
struct EngineNeighbours {
  const Clock& clock;
  ResultSink& sink;
  LastResults& last_results;
  Metrics& metrics;
  runtime::Health& health;
  SlotLedger& ledger;
  const ChangeGate& gate;
  SelfHealth& self;
  StateSink* states = nullptr;  ///< null = nobody keeps states
};

}  // namespace vedette::prober
