#include "writer/maintain/maintainer.hpp"

#include <random>
#include <utility>

#include "runtime/logging.hpp"

namespace vedette::writer {
namespace {

constexpr Millis kMaintainBeatAge{1'800'000};  // a DETACH waits for the readers of that day

}  // namespace

Maintainer::Maintainer(MaintainerOptions options, PostgresMaintenance& database,
                       PostgresPartitions& partitions, const Clock& clock, runtime::Health& health,
                       Metrics& metrics)
    : options_(std::move(options)),
      database_(database),
      partitions_(partitions),
      clock_(clock),
      health_(health),
      metrics_(metrics),
      backoff_(Millis(500), Millis(30'000), std::random_device()()) {}

void Maintainer::set_declared(std::shared_ptr<const targets::TargetSet> declared) {
  {
    const std::lock_guard lock(mutex_);
    declared_ = std::move(declared);
  }
  changed_.notify_all();
}

void Maintainer::run(const std::stop_token& stop) {
  const auto beat = health_.add_loop("maintain", kMaintainBeatAge);
  while (!stop.stop_requested()) {
    beat->beat();
    const auto done = round();
    if (done) {
      if (std::exchange(failing_, false)) runtime::log_info("Resumed maintaining the database");
      backoff_.reset();
      wait(stop, options_.tick);
      continue;
    }
    metrics_.maintain_failures.Increment();
    if (!std::exchange(failing_, true)) {
      runtime::log_warning("Failed to maintain the database; trying again",
                           {{"error", done.error().message}, {"sqlstate", done.error().sqlstate}});
    }
    wait(stop, backoff_.next());
  }
}

void Maintainer::wait(const std::stop_token& stop, Millis longest) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, longest,
                    [&] { return !failing_ && holds_ && declared_ != applied_; });
}

StoreResult<void> Maintainer::round() {
  const auto held = database_.try_hold();
  const bool holds = held.value_or(false);
  if (holds != std::exchange(holds_, holds)) {
    runtime::log_info(holds ? "Became the maintainer of the database"
                            : "Is no longer the maintainer of the database");
    metrics_.maintainer.Set(holds ? 1 : 0);
    applied_.reset();
    kept_house_.reset();
  }
  if (!held) return tl::unexpected(held.error());
  if (!holds) return {};
  if (auto ok = apply_schedule(); !ok) return ok;
  return keep_house();
}

StoreResult<void> Maintainer::apply_schedule() {
  std::shared_ptr<const targets::TargetSet> declared;
  {
    const std::lock_guard lock(mutex_);
    declared = declared_;
  }
  if (declared == nullptr || declared == applied_) return {};
  metrics_.schedule_behind.Set(1);
  const auto stored = database_.read_schedule();
  if (!stored) return tl::unexpected(stored.error());
  const SchedulePlan plan = plan_schedule(*declared, options_.scope, *stored, clock_.system_now());
  if (!plan.empty()) {
    if (auto ok = database_.write_schedule(plan); !ok) return ok;
    metrics_.schedule_changes.Increment(static_cast<double>(plan.entries.size()));
    runtime::log_info("Applied target files to the schedule", {{"files", plan.files.size()},
                                                               {"targets", plan.targets.size()},
                                                               {"changes", plan.entries.size()}});
  }
  metrics_.schedule_behind.Set(0);
  applied_ = std::move(declared);
  return {};
}

StoreResult<void> Maintainer::keep_house() {
  const SteadyTime now = clock_.steady_now();
  if (kept_house_ && now - *kept_house_ < options_.housekeeping) return {};
  const auto ahead = days_ahead(clock_.system_now());
  if (auto ok = partitions_.make(ahead); !ok) return ok;
  metrics_.partitions_until.Set(
      std::chrono::duration<double>((*ahead.rbegin() + std::chrono::days(1)).time_since_epoch())
          .count());
  const auto partitions = database_.partitions();
  if (!partitions) return tl::unexpected(partitions.error());
  const auto old = plan_drops(*partitions, clock_.system_now(), options_.retention);
  for (const PartitionState& partition : old) {
    if (auto ok = database_.drop_partition(partition); !ok) return ok;
    metrics_.partitions_dropped.Increment();
    runtime::log_info("Dropped a partition past retention", {{"partition", partition.name}});
  }
  if (auto ok = database_.analyze(); !ok) return ok;
  kept_house_ = now;
  return {};
}

}  // namespace vedette::writer
