#pragma once

#include "prober/engine/held_target.hpp"
#include "prober/engine/neighbours.hpp"
#include "prober/identity.hpp"

namespace vedette::prober {

/// What is made of a finished probe: the target's next verdict, the result that says so, the state
/// for whoever takes over, what /targets shows, what is counted. Engine's thread only.
class Conclusions {
 public:
  /// What `neighbours` refers to must outlive it.
  Conclusions(Identity identity, EngineNeighbours neighbours);

  /// REQUIRES: the target is settled, and probes of one target come in the order of their slots.
  void conclude(HeldTarget& held, FinishedProbe probe);

 private:
  void say_state(HeldTarget& held, const VerdictState& before, const model::ProbeResult& result);
  void count(const model::ProbeResult& result, bool catch_up);

  Identity identity_;
  EngineNeighbours out_;
};

}  // namespace vedette::prober
