#pragma once

#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// Whether a failure of this reason may be the fault of the prober's own network: whatever happens
/// before the site's answer is whole. What a whole answer says is the site's. Pure.
[[nodiscard]] bool may_be_our_network(model::Reason reason);

/// One look at every connectivity check.
struct CheckRound {
  SteadyTime began;
  std::optional<Failure> failure;  ///< nothing = at least one check passed
};

/// A connectivity check that has ended.
struct CheckEnding {
  std::string url;
  model::ProbeFacts facts;
};

/// What a round whose checks all failed says. REQUIRES: not empty, none up.
[[nodiscard]] Failure failure_of_round(const std::vector<CheckEnding>& endings);

/// What the rounds of connectivity checks prove about a probe that failed, and when the next round
/// is to begin. Pure; not thread-safe.
class ConnectivityRecord {
 public:
  /// From the beginning of a round to that of the next; kSoon after a failed one and for kAlert
  /// after a probe failed; kAtOnce when one has failed since the round began.
  static constexpr Millis kPeriod{5'000};
  static constexpr Millis kSoon{1'000};
  static constexpr Millis kAtOnce{250};
  static constexpr Millis kAlert{5'000};
  /// A network that works has answered a check by then.
  static constexpr Millis kDoubt{500};

  void ended(CheckRound round) { last_ = std::move(round); }
  /// A probe failed at `now`.
  void asked(SteadyTime now) { asked_ = now; }

  /// When to begin the next round; a time that has passed = now.
  [[nodiscard]] SteadyTime next_round() const;

  /// Whether a round has ended that decides about a probe which failed at `failed`: one that began
  /// since, or one that failed.
  [[nodiscard]] bool decides(SteadyTime failed) const;

  /// Why the failure of a probe that ran from `began` to `failed` does not count; nothing = it
  /// does, because a round that began since has passed. Where none was decided by `now` and less
  /// than kDoubt has gone by, one that began while the probe ran is enough.
  [[nodiscard]] std::optional<Failure> excuse(SteadyTime began, SteadyTime failed,
                                              SteadyTime now) const;

 private:
  std::optional<CheckRound> last_;
  std::optional<SteadyTime> asked_;
};

}  // namespace vedette::prober
