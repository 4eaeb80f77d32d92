#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "prober/fitness/sickness.hpp"
#include "prober/metrics.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

/// Whether this process is to be believed: its engines tell what they see of themselves, /readyz
/// ("prober"), the metrics and the shard heartbeats say what SicknessJudge makes of it. The process
/// is sick while one engine is. Thread-safe.
class SelfHealth {
 public:
  /// All must outlive it.
  SelfHealth(const Clock& clock, runtime::Health& health, const Metrics& metrics);

  /// Names an engine in the calls below.
  [[nodiscard]] std::size_t add_engine(std::string name);

  /// See SicknessJudge. A tick also brings into effect what has changed.
  void ticked(std::size_t engine, Micros lag);
  void saw(std::size_t engine, const model::ProbeFacts& facts);
  void checked(std::size_t engine, std::optional<Failure> failure);

  /// Judged anew at each call, so that an engine that hangs is noticed by others.
  [[nodiscard]] bool healthy();

 private:
  void show(const std::optional<Sickness>& sickness);
  [[nodiscard]] bool look();

  const Clock& clock_;
  runtime::Health& health_;
  const Metrics& metrics_;
  std::mutex mutex_;
  std::vector<SicknessJudge> engines_;  // guarded by mutex_
  std::optional<model::Reason> shown_;  // guarded by mutex_
};

}  // namespace vedette::prober
