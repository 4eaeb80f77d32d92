#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "operator/kube/api_client.hpp"
#include "operator/kube/candidacy.hpp"

namespace vedette::op {

struct LeaseElectionOptions {
  ObjectKey lease;
  std::string identity;  ///< unique among the candidates: the pod's name
  LeaseTimes times;
};

/// Takes part in the election of the one replica that writes, on its own thread ("lease"). Gives
/// the process that lost no second chance: it ends, and starts with nothing in flight. Thread-safe.
class LeaseElection {
 public:
  /// Both are called on the thread "lease", each at most once, and must not block.
  struct Events {
    std::function<void()> gained;
    std::function<void()> lost;  ///< end the process now
  };

  /// `client` (one of its own, so that nothing can stand in a renewal's way) and `clock` must
  /// outlive it. Does nothing before start().
  LeaseElection(LeaseElectionOptions options, ApiClient& client, const Clock& clock, Events events);
  /// Stops without releasing: others wait until the lease has expired.
  ~LeaseElection();

  void start();

  /// Whether this replica may write at this moment. Asked before every write; also true only while
  /// the lease is fresh by the local clock, so a leader that was frozen does not write before it
  /// has found out.
  [[nodiscard]] bool is_leader_now() const;
  /// Who holds the lease as far as is known; empty when nobody does.
  [[nodiscard]] std::string holder() const;

  /// Stops, and frees the lease if it is ours, so that the next replica takes over at once. Call it
  /// when nothing is written any more. Takes at most 3 s.
  void release();

 private:
  void run(const std::stop_token& stop);
  /// One try to acquire or renew.
  void round(const std::stop_token& stop);
  [[nodiscard]] bool read(Millis deadline, const std::stop_token& stop);
  /// Writes a record on top of what is known of the Lease.
  [[nodiscard]] ApiResult<Lease> write(const LeaseRecord& record, Millis deadline,
                                       const std::stop_token& stop);
  void report(std::string_view what, const ApiError& error);
  void end_thread();

  const LeaseElectionOptions options_;
  ApiClient& client_;
  const Clock& clock_;
  const Events events_;
  mutable std::mutex mutex_;
  Candidacy candidacy_;  // guarded by mutex_; changed by the thread alone
  bool failing_ = false;
  std::condition_variable_any sleeping_;
  std::jthread thread_;
};

}  // namespace vedette::op
