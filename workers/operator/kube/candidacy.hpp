#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "operator/kube/lease.hpp"

namespace vedette::op {

/// How leadership is timed; client-go's defaults.
/// REQUIRES: retry < renew_deadline < duration.
struct LeaseTimes {
  Millis duration{15'000};        ///< how long others wait for a leader that is silent
  Millis renew_deadline{10'000};  ///< how long a leader tries to renew before it gives up
  Millis retry{2'000};            ///< between tries
};

/// One candidate's view of a Lease, and what it should write: the algorithm of client-go's
/// tools/leaderelection/leaderelection.go. Whether another's lease is valid is told by this
/// process's steady clock since the record last *changed*, never by the times in it, so clocks may
/// differ. Pure. Not thread-safe.
class Candidacy {
 public:
  Candidacy(std::string identity, LeaseTimes times)
      : identity_(std::move(identity)), times_(times) {}

  /// The Lease was read at `now`; nothing: there is none.
  void seen(std::optional<Lease> lease, SteadyTime now);

  /// The record to write, or nothing while another candidate's is valid. `wall` goes into its
  /// times.
  [[nodiscard]] std::optional<LeaseRecord> wish(SystemTime wall, SteadyTime now) const;

  /// What is known of the Lease; a PUT goes on top of it, a POST when there is none.
  [[nodiscard]] const std::optional<Lease>& lease() const { return lease_; }

  /// Our record was written by a request that was sent at `sent`: that is when the term began.
  void wrote(Lease lease, SteadyTime sent);

  /// Whether this candidate may act: it renewed less than the renew deadline ago. A process that
  /// was frozen finds this false before it can do harm; others wait for `duration`, which is
  /// longer.
  [[nodiscard]] bool leads(SteadyTime now) const {
    return holds() && renewed_at_ && now - *renewed_at_ < times_.renew_deadline;
  }

  /// Whether it led and must not go on: another holds the Lease, or the renew deadline passed. A
  /// Lease that somebody deleted is merely made again.
  [[nodiscard]] bool lost(SteadyTime now) const;

  /// Gives up: from now on it does not lead. Returns the record that frees the Lease, so that the
  /// next candidate need not wait; nothing when it is not ours.
  [[nodiscard]] std::optional<LeaseRecord> resign(SystemTime wall);

 private:
  [[nodiscard]] bool holds() const { return lease_ && lease_->record.holder == identity_; }

  std::string identity_;
  LeaseTimes times_;
  std::optional<Lease> lease_;
  SteadyTime changed_at_;                 ///< when lease_->record was first seen as it is
  std::optional<SteadyTime> renewed_at_;  ///< of the present term
};

}  // namespace vedette::op
