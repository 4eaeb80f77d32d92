#include "operator/reconcile/poke/poker.hpp"

#include <utility>

#include "operator/api/names.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

constexpr Millis kPokeTick{1'000};
constexpr Millis kPokeBeatAge{60'000};  // a list, or a patch that waits for an answer, takes 10 s

}  // namespace

Poker::Poker(std::string ns, ObjectWriter& api, IsLeader is_leader, WatchBroke watch_broke,
             const Clock& clock, runtime::Health& health, Metrics& metrics)
    : namespace_(std::move(ns)),
      api_(api),
      is_leader_(std::move(is_leader)),
      watch_broke_(std::move(watch_broke)),
      clock_(clock),
      health_(health),
      metrics_(metrics) {}

void Poker::wrote() {
  {
    const std::lock_guard lock(mutex_);
    schedule_.wrote(clock_.steady_now());
  }
  written_.notify_all();
}

void Poker::run(const std::stop_token& stop) {
  const auto beat = health_.add_loop("poke", kPokeBeatAge);
  while (!stop.stop_requested()) {
    beat->beat();
    if (wait(stop)) poke_all(stop);
  }
}

bool Poker::wait(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const SteadyTime now = clock_.steady_now();
  const SteadyTime until = std::min(schedule_.next().value_or(now + kPokeTick), now + kPokeTick);
  const auto planned = schedule_.next();
  written_.wait_until(lock, stop, until, [&] { return schedule_.next() != planned; });
  return !stop.stop_requested() && schedule_.take(clock_.steady_now(), watch_broke_());
}

void Poker::poke_all(const std::stop_token& stop) {
  const auto pods = api_.list(pods_resource(), namespace_, std::string(kReaderLabel) + "=true");
  if (!pods) {
    metrics_.failed_pokes.Increment();
    runtime::log_warning("Failed to list the pods that read targets; they see the change later",
                         {{"error", pods.error().message}});
    return;
  }
  const std::string now = std::to_string(clock_.system_now().time_since_epoch().count());
  const boost::json::object patch{
      {"metadata",
       boost::json::object{{"annotations", boost::json::object{{kPokeAnnotation, now}}}}}};
  for (const Object& pod : *pods) {
    if (stop.stop_requested() || !is_leader_()) return;
    const auto poked = api_.merge_patch(pods_resource(), pod.key, patch);
    if (poked) {
      metrics_.pokes.Increment();
    } else if (poked.error().not_found()) {
      metrics_.gone_pokes.Increment();
    } else {
      metrics_.failed_pokes.Increment();
      runtime::log_warning("Failed to poke a pod; it sees the change later",
                           {{"pod", pod.key.name}, {"error", poked.error().message}});
    }
  }
}

}  // namespace vedette::op
