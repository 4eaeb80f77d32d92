#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "prober/engine/state_sink.hpp"

namespace vedette::prober {

/// Keeps the states that engines report, with their shards.
class RecordingStates final : public StateSink {
 public:
  void changed(int shard, const model::TargetState& state) override {
    const std::lock_guard lock(mutex_);
    states_.emplace_back(shard, state);
  }

  [[nodiscard]] std::vector<std::pair<int, model::TargetState>> all() {
    const std::lock_guard lock(mutex_);
    return states_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<int, model::TargetState>> states_;  // guarded by mutex_
};

}  // namespace vedette::prober
