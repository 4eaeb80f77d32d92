#pragma once

#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "prober/engine/state_sink.hpp"

namespace vedette::prober {

/// Where engines and delivery reports leave what the thread "fleet" then takes. Bounded: of each
/// target only the latest state waits, and there are no more reports than writes under way.
/// Thread-safe.
class StateMailbox final : public StateSink {
 public:
  struct Change {
    int shard = 0;
    model::TargetState state;
  };
  struct Report {
    std::uint64_t ticket = 0;
    bool stored = false;
  };
  struct Mail {
    std::unordered_map<model::TargetId, Change> changes;
    std::vector<Report> reports;
  };

  void changed(int shard, const model::TargetState& state) override;
  void reported(Report report);
  [[nodiscard]] Mail take();

 private:
  std::mutex mutex_;
  Mail mail_;  // guarded by mutex_
};

}  // namespace vedette::prober
