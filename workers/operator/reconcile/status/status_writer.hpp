#pragma once

#include <stop_token>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "operator/kube/object_reader.hpp"
#include "operator/kube/object_writer.hpp"
#include "operator/metrics.hpp"
#include "operator/reconcile/leadership.hpp"
#include "operator/reconcile/status/status_queue.hpp"
#include "operator/reconcile/status/token_bucket.hpp"
#include "runtime/health.hpp"

namespace vedette::op {

/// Writes what targets' statuses should say, where they do not: at most 50 a second, 500 after a
/// quiet time, so that a flood of statuses never delays a file or the API server. A transition is
/// an event too, once its status is written. All but want() belongs to the one thread that calls
/// run() ("status").
class StatusWriter {
 public:
  /// What is passed by reference must outlive it.
  StatusWriter(const ObjectReader& targets, ObjectWriter& api, IsLeader is_leader, EventSink events,
               const Clock& clock, runtime::Health& health, Metrics& metrics);

  /// Thread-safe; never waits.
  void want(const ObjectKey& target, StatusWish wish);

  /// Writes until `stop`; what waits then is found again by the next leader.
  void run(const std::stop_token& stop);

  enum class Step {
    Idle,     ///< nothing came before `until`
    Same,     ///< the target shows it, or is gone
    Written,  ///< or refused for good
    Wait,     ///< the API server is away: back off
  };
  /// One wish, waited for until `until`.
  [[nodiscard]] Step step(const std::stop_token& stop, SteadyTime until);

 private:
  void wait_for_token(const std::stop_token& stop);
  [[nodiscard]] Step write(StatusQueue::Entry entry, const Object& target,
                           const boost::json::object& body);

  const ObjectReader& targets_;
  ObjectWriter& api_;
  IsLeader is_leader_;
  EventSink events_;
  const Clock& clock_;
  runtime::Health& health_;
  Metrics& metrics_;
  StatusQueue queue_;
  TokenBucket tokens_;
  Backoff backoff_;
  Millis wait_{0};  ///< before the next try, after Step::Wait
  bool failing_ = false;
};

}  // namespace vedette::op
