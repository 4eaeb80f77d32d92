#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "operator/kube/object_writer.hpp"
#include "operator/metrics.hpp"
#include "operator/reconcile/leadership.hpp"
#include "operator/reconcile/poke/poke_schedule.hpp"
#include "runtime/health.hpp"

namespace vedette::op {

/// Makes kubelet refresh the volumes of the pods that read targets: changes an annotation of each
/// after a write. Its own thread ("poke"), so that pods never delay a write.
class Poker {
 public:
  /// When a watch of ours broke last; thread-safe.
  using WatchBroke = std::function<std::optional<SteadyTime>()>;

  /// What is passed by reference must outlive it.
  Poker(std::string ns, ObjectWriter& api, IsLeader is_leader, WatchBroke watch_broke,
        const Clock& clock, runtime::Health& health, Metrics& metrics);

  /// Something was written. Thread-safe; never waits.
  void wrote();

  /// Pokes until `stop`.
  void run(const std::stop_token& stop);

  /// Pokes every pod with the reader label once. A pod that is gone meanwhile is no fault.
  void poke_all(const std::stop_token& stop);

 private:
  /// True when a poke is due now.
  [[nodiscard]] bool wait(const std::stop_token& stop);

  std::string namespace_;
  ObjectWriter& api_;
  IsLeader is_leader_;
  WatchBroke watch_broke_;
  const Clock& clock_;
  runtime::Health& health_;
  Metrics& metrics_;
  std::mutex mutex_;
  std::condition_variable_any written_;
  PokeSchedule schedule_;  // guarded by mutex_
};

}  // namespace vedette::op
