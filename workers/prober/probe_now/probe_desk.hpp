#pragma once

#include <memory>
#include <mutex>
#include <semaphore>
#include <stop_token>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/probe_result.hpp"
#include "prober/egress/policy.hpp"
#include "prober/identity.hpp"
#include "prober/probe/plan.hpp"
#include "prober/probe/prober.hpp"
#include "prober/probe/trace.hpp"

namespace vedette::prober {

/// Probes when somebody asks, on a thread of its own beside the engines: such a probe moves no
/// verdict, becomes no row and is in no metric of targets. Thread-safe.
class ProbeDesk {
 public:
  /// How many probe at one time.
  static constexpr int kAtATime = 8;
  /// A longer timeout of a target is cut down to this.
  static constexpr Millis kMostTimeout{30'000};

  struct Probed {
    model::ProbeResult result;  ///< that of a first run, from an unknown verdict
    std::shared_ptr<const Trace> trace;
  };

  ProbeDesk(Identity identity, EgressPolicy egress, Proxies proxies);
  /// REQUIRES: nobody asks any more.
  ~ProbeDesk();
  ProbeDesk(const ProbeDesk&) = delete;
  ProbeDesk& operator=(const ProbeDesk&) = delete;

  /// Probes a target once, now; blocks until that has ended, at most its timeout and 5 s more.
  /// Invalid when the target cannot be probed, Unavailable when kAtATime others are, TimedOut when
  /// this process does not get to it.
  [[nodiscard]] Result<Probed> probe(const std::shared_ptr<const model::Target>& target);

  /// Whoever waits in probe() is told Stopped at once, and whoever comes later too.
  void close() { closed_.request_stop(); }

 private:
  struct Pending;

  boost::asio::awaitable<Probed> fly(std::shared_ptr<const model::Target> target,
                                     std::shared_ptr<const ProbePlan> plan);

  const Identity identity_;
  RealClock clock_;
  std::stop_source closed_;
  std::counting_semaphore<kAtATime> free_{kAtATime};
  std::mutex planner_mutex_;
  Planner planner_;  // guarded by planner_mutex_
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      boost::asio::make_work_guard(io_)};
  std::unique_ptr<Prober> prober_;  // the thread's
  std::jthread thread_;
};

}  // namespace vedette::prober
