#include "prober/fitness/sickness.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "prober/fitness/stall_monitor.hpp"

namespace vedette::prober {
namespace {

using model::Reason;
using std::chrono::seconds;

constexpr std::array kOwnReasons{Reason::ProberStalled, Reason::ProberResources,
                                 Reason::ProberOffline};

/// The place of a reason that speaks of this process; nothing for all others.
std::optional<std::size_t> place_of(Reason reason) {
  const auto found = std::ranges::find(kOwnReasons, reason);
  if (found == kOwnReasons.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kOwnReasons.begin());
}

seconds second_number(SteadyTime time) {
  return std::chrono::floor<seconds>(time.time_since_epoch());
}

double share(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

void SicknessJudge::ticked(Micros lag, SteadyTime now) {
  last_tick_ = now;
  if (lag > StallMonitor::kStall) second_of(now).lost += lag;
}

void SicknessJudge::saw(const model::ProbeFacts& facts, SteadyTime now) {
  Second& second = second_of(now);
  ++second.results;
  if (facts.outcome != model::Outcome::Unknown) return;
  if (const auto place = place_of(facts.reason)) {
    ++second.excused[*place];
    last_messages_[*place] = facts.message;
  }
}

std::optional<Sickness> SicknessJudge::judge(SteadyTime now) {
  auto by_shares = judge_shares(now);
  sick_ = by_shares.has_value();
  if (offline_) return Sickness{offline_->reason, offline_->message};
  return by_shares;
}

std::optional<Sickness> SicknessJudge::judge_shares(SteadyTime now) const {
  const double limit = sick_ ? kWell : kSick;
  const Micros lost = std::min<Micros>(lost_until(now), kWindow);
  if (share(static_cast<double>(lost.count()), static_cast<double>(Micros(kWindow).count())) >=
      limit) {
    return Sickness{
        Reason::ProberStalled,
        fmt::format("{} stood still for {:.1f} s of the last {} s; give the prober more "
                    "CPU, or see what froze it",
                    name_, static_cast<double>(lost.count()) / 1e6, kWindow.count())};
  }
  const Counts counts = counts_until(now);
  const std::int64_t excused = std::reduce(counts.excused.begin(), counts.excused.end());
  if (excused == 0 ||
      share(static_cast<double>(excused), static_cast<double>(counts.results)) < limit) {
    return std::nullopt;
  }
  const auto most =
      static_cast<std::size_t>(std::ranges::max_element(counts.excused) - counts.excused.begin());
  return Sickness{
      kOwnReasons[most],
      fmt::format("{} of the last {} results of {} are unknown, most of them {}: {}", excused,
                  counts.results, name_, to_text(kOwnReasons[most]), last_messages_[most])};
}

SicknessJudge::Second& SicknessJudge::second_of(SteadyTime now) {
  const seconds number = second_number(now);
  if (seconds_.empty() || seconds_.back().since_epoch < number) {
    seconds_.push_back({.since_epoch = number});
    while (seconds_.front().since_epoch <= number - kMemory) seconds_.pop_front();
  }
  return seconds_.back();
}

Micros SicknessJudge::lost_until(SteadyTime now) const {
  const auto since_tick =
      std::chrono::duration_cast<Micros>(now - last_tick_) - StallMonitor::kTick;
  Micros lost = since_tick > StallMonitor::kStall ? since_tick : Micros(0);
  for (const Second& second : seconds_) {
    if (second.since_epoch > second_number(now) - kWindow) lost += second.lost;
  }
  return lost;
}

SicknessJudge::Counts SicknessJudge::counts_until(SteadyTime now) const {
  Counts counts;
  for (auto second = seconds_.rbegin(); second != seconds_.rend(); ++second) {
    const seconds age = second_number(now) - second->since_epoch;
    if (age >= kMemory || (age >= kWindow && counts.results >= kFewResults)) break;
    counts.results += second->results;
    for (std::size_t i = 0; i < kReasons; ++i) counts.excused[i] += second->excused[i];
  }
  return counts;
}

}  // namespace vedette::prober
