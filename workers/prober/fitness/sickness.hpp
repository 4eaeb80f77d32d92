#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// Why a prober is not to be believed for now.
struct Sickness {
  model::Reason reason = model::Reason::ProberStalled;  ///< one of those that make a result Unknown
  std::string message;  ///< one sentence: what was seen, what to turn
};

/// Decides from what one engine saw of itself whether it is sick: its connectivity checks fail, its
/// loop stood still for too much of the last ten seconds, or too many results are Unknown for a
/// want of the prober's own. Sick from a quarter on, well again below a tenth, so that a share in
/// between does not flap. Pure; not thread-safe.
class SicknessJudge {
 public:
  static constexpr std::chrono::seconds kWindow{10};
  /// Where the window holds fewer results than this, older ones count too, up to kMemory.
  static constexpr std::int64_t kFewResults = 5;
  static constexpr std::chrono::seconds kMemory{60};
  static constexpr double kSick = 0.25;
  static constexpr double kWell = 0.10;

  /// `name` of the engine, for messages.
  SicknessJudge(std::string name, SteadyTime now) : name_(std::move(name)), last_tick_(now) {}

  /// The loop ticked, `lag` later than it should have.
  void ticked(Micros lag, SteadyTime now);
  /// A probe ended, all excuses applied.
  void saw(const model::ProbeFacts& facts, SteadyTime now);
  /// The last round of connectivity checks failed with this; nothing = it passed.
  void checked(std::optional<Failure> failure) { offline_ = std::move(failure); }

  /// REQUIRES: `now` is not before that of any call before.
  [[nodiscard]] std::optional<Sickness> judge(SteadyTime now);

 private:
  static constexpr std::size_t kReasons = 3;  // ProberStalled, ProberResources, ProberOffline

  struct Second {
    std::chrono::seconds since_epoch{0};  // of the steady clock
    std::int64_t results = 0;
    std::array<std::int64_t, kReasons> excused{};
    Micros lost{0};
  };
  struct Counts {
    std::int64_t results = 0;
    std::array<std::int64_t, kReasons> excused{};
  };

  [[nodiscard]] Second& second_of(SteadyTime now);
  [[nodiscard]] Micros lost_until(SteadyTime now) const;
  [[nodiscard]] Counts counts_until(SteadyTime now) const;
  [[nodiscard]] std::optional<Sickness> judge_shares(SteadyTime now) const;

  std::string name_;
  std::deque<Second> seconds_;  // ascending; at most kMemory of them
  std::array<std::string, kReasons> last_messages_;
  std::optional<Failure> offline_;
  SteadyTime last_tick_;
  bool sick_ = false;  // by the shares
};

}  // namespace vedette::prober
