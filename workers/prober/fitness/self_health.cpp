#include "prober/fitness/self_health.hpp"

#include <utility>

namespace vedette::prober {
namespace {

constexpr const char* kDependency = "prober";

}  // namespace

SelfHealth::SelfHealth(const Clock& clock, runtime::Health& health, const Metrics& metrics)
    : clock_(clock), health_(health), metrics_(metrics) {
  health_.set_ready(kDependency);
}

std::size_t SelfHealth::add_engine(std::string name) {
  const std::lock_guard lock(mutex_);
  engines_.emplace_back(std::move(name), clock_.steady_now());
  return engines_.size() - 1;
}

void SelfHealth::ticked(std::size_t engine, Micros lag) {
  const std::lock_guard lock(mutex_);
  engines_.at(engine).ticked(lag, clock_.steady_now());
  (void)look();
}

void SelfHealth::saw(std::size_t engine, const model::ProbeFacts& facts) {
  const std::lock_guard lock(mutex_);
  engines_.at(engine).saw(facts, clock_.steady_now());
}

void SelfHealth::checked(std::size_t engine, std::optional<Failure> failure) {
  const std::lock_guard lock(mutex_);
  engines_.at(engine).checked(std::move(failure));
  (void)look();
}

bool SelfHealth::healthy() {
  const std::lock_guard lock(mutex_);
  return look();
}

bool SelfHealth::look() {
  const SteadyTime now = clock_.steady_now();
  std::optional<Sickness> sickness;
  for (SicknessJudge& engine : engines_) {
    auto found = engine.judge(now);  // all are asked: each remembers what it said
    if (!sickness) sickness = std::move(found);
  }
  show(sickness);
  return !sickness;
}

void SelfHealth::show(const std::optional<Sickness>& sickness) {
  const auto reason = sickness ? std::optional(sickness->reason) : std::nullopt;
  const auto before = std::exchange(shown_, reason);
  if (before == reason) return;  // the numbers in a message change at each look
  if (before) metrics_.unhealthy(*before).Set(0);
  if (!sickness) return health_.set_ready(kDependency);
  metrics_.unhealthy(sickness->reason).Set(1);
  health_.set_not_ready(kDependency, sickness->message);
}

}  // namespace vedette::prober
