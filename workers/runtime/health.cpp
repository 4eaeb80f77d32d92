#include "runtime/health.hpp"

#include <utility>

#include <boost/json.hpp>

#include "base/utf8.hpp"
#include "runtime/logging.hpp"

namespace vedette::runtime {
namespace {

constexpr std::size_t kMaxReasonBytes = 1024;

HealthReport make_report(const char* kind, bool ok, boost::json::object parts) {
  boost::json::object report;
  report["ok"] = ok;
  report[kind] = std::move(parts);
  return {ok, boost::json::serialize(report)};
}

}  // namespace

Health::Beat::Beat(Health& health, std::string name, Millis max_age)
    : health_(health),
      name_(std::move(name)),
      max_age_(max_age),
      last_(health.clock_.steady_now()) {}

Health::Beat::~Beat() {
  const std::lock_guard lock(health_.mutex_);
  health_.loops_.remove(this);
}

void Health::Beat::beat() { last_.store(health_.clock_.steady_now(), std::memory_order_relaxed); }

std::unique_ptr<Health::Beat> Health::add_loop(std::string name, Millis max_age) {
  std::unique_ptr<Beat> beat(new Beat(*this, std::move(name), max_age));
  const std::lock_guard lock(mutex_);
  loops_.push_back(beat.get());
  return beat;
}

void Health::set_ready(std::string_view dependency) {
  const std::lock_guard lock(mutex_);
  const auto known = dependencies_.find(dependency);
  if (known != dependencies_.end() && known->second.ok) return;
  dependencies_.insert_or_assign(std::string(dependency), Dependency{true, {}});
  log_info("Dependency became ready", {{"dependency", dependency}});
}

void Health::set_not_ready(std::string_view dependency, std::string_view reason) {
  const std::lock_guard lock(mutex_);
  const std::string clean = clean_utf8(reason, kMaxReasonBytes);
  const auto known = dependencies_.find(dependency);
  if (known != dependencies_.end() && !known->second.ok) {
    known->second.reason = clean;
    return;
  }
  dependencies_.insert_or_assign(std::string(dependency), Dependency{false, clean});
  log_warning("Dependency is not ready", {{"dependency", dependency}, {"reason", clean}});
}

HealthReport Health::live() {
  const SteadyTime now = clock_.steady_now();
  const std::lock_guard lock(mutex_);
  bool all_ok = true;
  boost::json::object parts;
  for (Beat* loop : loops_) {
    const auto age =
        std::chrono::duration_cast<Millis>(now - loop->last_.load(std::memory_order_relaxed));
    const bool stuck = age > loop->max_age_;
    all_ok = all_ok && !stuck;
    parts[loop->name_] = {
        {"ok", !stuck}, {"ageMs", age.count()}, {"maxMs", loop->max_age_.count()}};
    if (stuck == loop->stuck_) continue;
    loop->stuck_ = stuck;
    log(stuck ? LogLevel::Error : LogLevel::Info, stuck ? "Loop is stuck" : "Loop beats again",
        {{"loop", loop->name_}, {"ageMs", age.count()}});
  }
  return make_report("loops", all_ok, std::move(parts));
}

HealthReport Health::ready() const {
  const std::lock_guard lock(mutex_);
  bool all_ok = true;
  boost::json::object parts;
  for (const auto& [name, dependency] : dependencies_) {
    all_ok = all_ok && dependency.ok;
    boost::json::object& part = parts[name].emplace_object();
    part["ok"] = dependency.ok;
    if (!dependency.ok) part["reason"] = dependency.reason;
  }
  return make_report("dependencies", all_ok, std::move(parts));
}

}  // namespace vedette::runtime
