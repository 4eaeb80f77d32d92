#pragma once

#include "model/target_state.hpp"

namespace vedette::prober {

/// Where the states of targets go that the next owner of their shard takes over. An interface so
/// that engines can be tested without a broker.
class StateSink {
 public:
  virtual ~StateSink() = default;

  /// The state of a target after a result that changed more of it than the latest slot. Must be
  /// quick. Thread-safe: every engine calls it, on its own thread, in the order of a target's
  /// slots.
  virtual void changed(int shard, const model::TargetState& state) = 0;
};

}  // namespace vedette::prober
