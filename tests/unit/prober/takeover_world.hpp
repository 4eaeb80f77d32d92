#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "fake_probes.hpp"
#include "prober/engine/takeover.hpp"
#include "recording_sink.hpp"
#include "recording_states.hpp"

namespace vedette::prober {

inline constexpr int kShard = 1;
inline constexpr std::int64_t kNewEpoch = 1'795'446'000'777;
inline const SystemTime kAssigned = from_rfc3339("2026-11-23T15:00:00Z").value();

/// A Takeover without a thread, on invented time: the shard came at kAssigned.
class TakeoverWorld {
 public:
  explicit TakeoverWorld(std::size_t max_waiting = 100)
      : takeover(schedule, conclusions, ledger, metrics, {max_waiting}) {}

  /// A target whose slots are kAssigned + offset + k·interval, 30 s apart.
  std::shared_ptr<HeldTarget> add(const std::string& name, Millis offset,
                                  model::Method method = model::Method::Get,
                                  Millis interval = Millis(30'000)) {
    model::Target target = *fake_target(name).target;
    target.interval = interval;
    target.timeout = std::min(interval, Millis(10'000));
    target.http.method = method;
    auto held = std::make_shared<HeldTarget>();
    held->assignment = {std::make_shared<const model::Target>(target), some_plan(), {}, kShard};
    const FirstRun first_run = takeover.admit(held);
    const auto since = std::chrono::floor<Millis>(kAssigned.time_since_epoch()) + offset;
    schedule.put({target.id, {interval, Millis(since % interval)}, target.timeout}, now, first_run);
    targets.insert_or_assign(target.id, held);
    return held;
  }

  /// Goes on to `time`, ending each probe at once with `outcome`. Returns what was started.
  std::vector<Due> probe_until(SystemTime time, model::Outcome outcome = model::Outcome::Up) {
    std::vector<Due> started;
    for (;;) {
      while (const auto due = take()) {
        started.push_back(*due);
        end(*due, outcome);
      }
      if (now >= time) return started;
      Micros wait = schedule.until_next(now).value_or(time - now);
      if (const auto owed = takeover.until_next(now)) wait = std::min(wait, *owed);
      now = std::min(time, now + std::max(Micros(1), wait));
    }
  }

  /// Says that the shard is restored, and settles all its targets.
  void restore(std::optional<SystemTime> done_through, RestoredVerdicts verdicts,
               std::int64_t epoch = kNewEpoch) {
    Restoration restoration =
        takeover.begin({.shard = kShard,
                        .epoch = epoch,
                        .heartbeat_at = done_through,
                        .done_through = done_through,
                        .verdicts = std::make_shared<const RestoredVerdicts>(std::move(verdicts))},
                       done_through);
    while (takeover.settle(restoration, 2, now)) {
    }
  }

  [[nodiscard]] std::vector<model::ProbeResult> results() { return sink.wait_for(0); }
  [[nodiscard]] double missed(MissedCause cause) const { return metrics.missed(cause).Value(); }

  SystemTime now = kAssigned;
  std::optional<int> status_code;  ///< of what probes find
  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  LastResults last_results;
  SlotLedger ledger{4};
  ChangeGate gate{4, Millis(6'000)};
  SelfHealth self{clock, health, metrics};
  RecordingSink sink{ledger};
  RecordingStates states;
  Schedule schedule{20};
  Conclusions conclusions{
      {"eu-west", "prober-1", 1},
      {clock, sink, last_results, metrics, health, ledger, gate, self, &states}};
  Takeover takeover;
  std::unordered_map<model::TargetId, std::shared_ptr<HeldTarget>> targets;

 private:
  /// As an engine does.
  std::optional<Due> take() {
    auto due = schedule.take(now);
    if (due && !due->first_run) ledger.begin({kShard, due->slot});
    return due ? due : takeover.take(now);
  }

  void end(const Due& due, model::Outcome outcome) {
    const auto held = targets.at(due.id);
    FinishedProbe probe;
    probe.run = {due.slot, now, now, 0, due.first_run, false};
    probe.catch_up = due.catch_up;
    if (!due.first_run) probe.open = OpenSlot{kShard, due.slot};
    probe.target = held->assignment.target;
    probe.facts = fake_facts(
        outcome, outcome == model::Outcome::Up ? model::Reason::Ok : model::Reason::StatusMismatch);
    probe.facts.status_code = status_code;
    takeover.finished(*held, std::move(probe));
    schedule.finish(due.id, due.ticket);
  }
};

}  // namespace vedette::prober
