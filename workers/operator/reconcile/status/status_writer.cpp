#include "operator/reconcile/status/status_writer.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "operator/reconcile/pause.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

constexpr double kPerSecond = 50;
constexpr double kBurst = 500;
constexpr Millis kStatusTick{1'000};
constexpr Millis kStatusBeatAge{60'000};  // more than an API call and a back-off take

}  // namespace

StatusWriter::StatusWriter(const ObjectReader& targets, ObjectWriter& api, IsLeader is_leader,
                           EventSink events, const Clock& clock, runtime::Health& health,
                           Metrics& metrics)
    : targets_(targets),
      api_(api),
      is_leader_(std::move(is_leader)),
      events_(std::move(events)),
      clock_(clock),
      health_(health),
      metrics_(metrics),
      tokens_(kPerSecond, kBurst, clock.steady_now()),
      backoff_(Millis(500), Millis(30'000), std::random_device()()) {}

void StatusWriter::want(const ObjectKey& target, StatusWish wish) {
  queue_.put(target, std::move(wish));
}

void StatusWriter::run(const std::stop_token& stop) {
  const auto beat = health_.add_loop("status", kStatusBeatAge);
  while (!stop.stop_requested()) {
    beat->beat();
    if (step(stop, clock_.steady_now() + kStatusTick) == Step::Wait) pause(stop, wait_);
    metrics_.status_waiting.Set(static_cast<double>(queue_.size()));
  }
}

StatusWriter::Step StatusWriter::step(const std::stop_token& stop, SteadyTime until) {
  auto entry = queue_.take(stop, until);
  if (!entry) return Step::Idle;
  const ObjectPtr target = targets_.find(entry->first);
  if (target == nullptr) return Step::Same;
  const auto body = status_to_apply(*target, entry->second, clock_.system_now());
  if (!body) return Step::Same;
  wait_for_token(stop);
  if (stop.stop_requested() || !is_leader_()) return Step::Idle;
  return write(std::move(*entry), *target, *body);
}

void StatusWriter::wait_for_token(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Millis wait = tokens_.take(clock_.steady_now());
    if (wait == Millis(0)) return;
    pause(stop, wait);
  }
}

StatusWriter::Step StatusWriter::write(StatusQueue::Entry entry, const Object& target,
                                       const boost::json::object& body) {
  const auto written = api_.apply(targets_resource(), body, Part::Status);
  const WriteResult result = result_of(written);
  metrics_.status_writes(result).Increment();
  switch (result) {
    case WriteResult::Written:
      backoff_.reset();
      failing_ = false;
      for (const TargetEvent& event : events_between(target, entry.second)) events_(target, event);
      return Step::Written;
    case WriteResult::Conflict:
      // It is gone, or another object of that name is there: its own wish comes or has come.
      return Step::Same;
    case WriteResult::Refused:
      runtime::log_warning(
          "Failed to write the status of a target; not trying again until it changes",
          {{"target", to_text(target.key)}, {"error", written.error().message}});
      return Step::Written;
    case WriteResult::Unavailable:
      break;
  }
  if (!std::exchange(failing_, true)) {
    runtime::log_warning("Failed to write the status of a target; trying again",
                         {{"target", to_text(target.key)}, {"error", written.error().message}});
  }
  queue_.put_back(std::move(entry));
  wait_ = std::max(backoff_.next(), written.error().retry_after.value_or(Millis(0)));
  return Step::Wait;
}

}  // namespace vedette::op
