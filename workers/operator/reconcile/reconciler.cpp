#include "operator/reconcile/reconciler.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "operator/api/output_objects.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {
namespace {

constexpr Millis kReconcileTick{1'000};
constexpr Millis kReconcileBeatAge{
    90'000};               // a file takes at most four calls of 10 s, twice read anew
constexpr int kTries = 3;  // of a file whose objects others keep changing

int index_of(const FileWork& work) { return work.file().identity().index; }

double seconds(SteadyTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

Reconciler::Reconciler(ReconcilerOptions options, const Caches& caches, ObjectWriter& api,
                       const IsLeader& is_leader, StatusWriter& statuses, Poker& poker,
                       const Clock& clock, runtime::Health& health, Metrics& metrics)
    : options_(std::move(options)),
      caches_(caches),
      is_leader_(is_leader),
      statuses_(statuses),
      poker_(poker),
      clock_(clock),
      health_(health),
      metrics_(metrics),
      contents_(caches.secrets, caches.config_maps),
      judge_(options_.policy, contents_),
      writer_(options_.ns, api, is_leader, metrics),
      inbox_(clock) {}

void Reconciler::run(const std::stop_token& stop) {
  beat_ = health_.add_loop("reconcile", kReconcileBeatAge);
  while (!stop.stop_requested()) {
    beat_->beat();
    const Changes changes = inbox_.wait(stop, next_look());
    if (!stop.stop_requested()) round(changes, stop);
  }
  beat_.reset();
}

/// A tick is often enough to see that caches are complete or leadership came.
SteadyTime Reconciler::next_look() const {
  SteadyTime next = clock_.steady_now() + kReconcileTick;
  for (const FileWork& work : files_) next = std::min(next, work.retry_at().value_or(next));
  return next;
}

void Reconciler::round(const Changes& changes, const std::stop_token& stop) {
  if (!may_work()) return;
  const SteadyTime start = clock_.steady_now();
  if (files_.empty()) {
    begin();
  } else {
    for (const auto& [change, seen] : changes) apply(change, seen);
    if (start >= resync_at_) resync();
  }
  const bool busy = std::ranges::any_of(files_, [&](auto& work) { return work.due(start); });
  if (busy) {
    write_due(stop);
    show_targets();
    metrics_.reconcile_seconds.Observe(seconds(clock_.steady_now() - start));
  }
  show_oldest_change();
}

bool Reconciler::may_work() {
  std::string missing;
  const auto check = [&](const ObjectReader& cache, const char* name) {
    if (!cache.synced()) missing += (missing.empty() ? "" : ", ") + std::string(name);
  };
  check(caches_.targets, "Targets");
  check(caches_.secrets, "Secrets");
  check(caches_.config_maps, "ConfigMaps");
  check(caches_.output_config_maps, "own ConfigMaps");
  check(caches_.output_secrets, "own Secrets");
  if (!missing.empty()) {
    health_.set_not_ready("caches", "not read from the API server yet: " + missing);
    return false;
  }
  health_.set_ready("caches");
  const bool leads = is_leader_();
  metrics_.leader.Set(leads ? 1 : 0);
  return leads;
}

void Reconciler::begin() {
  const SteadyTime now = clock_.steady_now();
  std::random_device seed;
  for (int index = 0; index < options_.files; ++index) {
    FileWork& work =
        files_.emplace_back(FileIdentity{options_.policy.source, index, options_.files}, seed());
    const ObjectPtr config_map =
        caches_.output_config_maps.find({options_.ns, targets_object_name(index)});
    const ObjectPtr secret = caches_.output_secrets.find({options_.ns, secrets_object_name(index)});
    work.file().adopt(config_map.get(), secret.get());
    if (work.file().meant()) writer_.show(work.file());
  }
  judge_all(now);
  poker_.wrote();  // the leader before may have ended between a write and its pokes
  runtime::log_info("Began to write target files",
                    {{"files", options_.files}, {"targets", judge_.all().size()}});
}

void Reconciler::resync() {
  const SteadyTime now = clock_.steady_now();
  metrics_.resyncs.Increment();
  for (FileWork& work : files_) {
    look_at_config_map(work, now);
    look_at_secret(work, now);
  }
  judge_all(now);
}

void Reconciler::judge_all(SteadyTime seen) {
  const std::vector<ObjectPtr> targets = caches_.targets.all();
  std::set<model::TargetId> gone;
  for (const auto& [id, judged] : judge_.all()) gone.insert(id);
  for (const ObjectPtr& target : targets) gone.erase(judge_.id_of(target->key));
  for (const model::TargetId& id : gone) judge_.forget(id);
  for (const ObjectPtr& target : targets) judge(target, seen);
  for (FileWork& work : files_) plan_lines(work, seen);
  resync_at_ = clock_.steady_now() + options_.resync;
}

void Reconciler::judge_all_of(FileWork& work, SteadyTime seen) {
  std::vector<ObjectPtr> targets;
  for (const auto& [id, judged] : judge_.all()) {
    if (&work_of(id) == &work) targets.push_back(judged.object);
  }
  for (const ObjectPtr& target : targets) judge(target, seen);
  plan_lines(work, seen);
}

/// A line of a target that is there no more is planned too, and goes.
void Reconciler::plan_lines(FileWork& work, SteadyTime seen) {
  work.look(seen);
  if (!work.file().meant()) return;
  for (const auto& [id, line] : work.file().meant()->lines) work.plan(id, seen);
}

void Reconciler::apply(const Change& change, SteadyTime seen) {
  switch (change.kind) {
    case Watched::Target:
      target_changed(change.key, seen);
      return;
    case Watched::UserSecret:
    case Watched::UserConfigMap: {
      const auto kind = change.kind == Watched::UserSecret ? model::Reference::Kind::Secret
                                                           : model::Reference::Kind::ConfigMap;
      for (const model::TargetId& id : judge_.referring_to(kind, change.key)) {
        judge(judge_.find(id)->object, seen);
      }
      return;
    }
    case Watched::OutputConfigMap:
      for (FileWork& work : files_) {
        if (change.key.name == targets_object_name(index_of(work))) look_at_config_map(work, seen);
      }
      return;
    case Watched::OutputSecret:
      for (FileWork& work : files_) {
        if (change.key.name == secrets_object_name(index_of(work))) look_at_secret(work, seen);
      }
      return;
  }
}

void Reconciler::target_changed(const ObjectKey& key, SteadyTime seen) {
  const ObjectPtr target = caches_.targets.find(key);
  const model::TargetId id = judge_.id_of(key);
  if (target == nullptr) {
    judge_.forget(id);
    work_of(id).plan(id, seen);
  } else if (judge_.still_holds(target)) {
    statuses_.want(key, judge_.find(id)->status());
  } else {
    judge(target, seen);
  }
}

void Reconciler::look_at_config_map(FileWork& work, SteadyTime seen) {
  const std::string name = targets_object_name(index_of(work));
  const ObjectPtr shown = caches_.output_config_maps.find({options_.ns, name});
  if (work.file().shown_config_map(shown)) repair(work, name, seen);
}

void Reconciler::look_at_secret(FileWork& work, SteadyTime seen) {
  const std::string name = secrets_object_name(index_of(work));
  const ObjectPtr shown = caches_.output_secrets.find({options_.ns, name});
  if (work.file().shown_secret(shown)) repair(work, name, seen);
}

void Reconciler::repair(FileWork& work, const std::string& object, SteadyTime seen) {
  work.look(seen);
  metrics_.repairs.Increment();
  runtime::log_warning("Found an object of ours that somebody else changed; repairing it",
                       {{"object", object}});
}

void Reconciler::judge(const ObjectPtr& target, SteadyTime seen) {
  const model::TargetId id = judge_.id_of(target->key);
  FileWork& work = work_of(id);
  const Judged& judged = judge_.judge(target, work.line_of(id));
  work.plan(id, seen);
  statuses_.want(target->key, judged.status());
}

FileWork& Reconciler::work_of(const model::TargetId& target) {
  return files_[static_cast<std::size_t>(model::shard_of(target, options_.files))];
}

void Reconciler::write_due(const std::stop_token& stop) {
  bool changed = false;
  for (FileWork& work : files_) {
    if (stop.stop_requested()) break;
    if (!work.due(clock_.steady_now())) continue;
    if (beat_ != nullptr) beat_->beat();
    changed = write(work) || changed;
  }
  if (changed) poker_.wrote();
}

bool Reconciler::write(FileWork& work) {
  const SteadyTime since = work.since().value();
  bool changed = false;
  FileWrite last{WriteResult::Conflict, {}, false, std::nullopt};
  for (int tries = 0; tries < kTries && last.result == WriteResult::Conflict; ++tries) {
    if (tries > 0) {
      const auto seen = writer_.look_again(work.file(), options_.policy.secrets);
      if (!seen) {
        last = {result_of(seen), seen.error().message, false, seen.error().retry_after};
        break;
      }
      judge_all_of(work, since);
    }
    last = write_once(work, since);
    changed = changed || last.changed;
  }
  const SteadyTime now = clock_.steady_now();
  const std::string name = targets_object_name(index_of(work));
  if (last.result != WriteResult::Written) {
    if (work.failed(last.error, last.result, now, options_.resync, last.retry_after)) {
      runtime::log_error(
          "Failed to write a target file; readers keep the one before",
          {{"object", name}, {"result", to_text(last.result)}, {"error", last.error}});
    }
    return changed;
  }
  if (work.done()) runtime::log_info("Resumed writing a target file", {{"object", name}});
  if (changed) {
    metrics_.config_lag_seconds.Observe(seconds(now - since));
  } else {
    metrics_.skipped_writes.Increment();
  }
  return changed;
}

FileWrite Reconciler::write_once(FileWork& work, SteadyTime since) {
  const OwnedFile& file = work.file();
  const SystemTime now = clock_.system_now();
  FilePlan plan = plan_file(file.identity(), file.previous(), decided(work), now);
  if (!plan.lost_keys.empty()) {
    judge_all_of(work, since);
    plan = plan_file(file.identity(), file.previous(), decided(work), now);
  }
  for (const model::TargetId& id : plan.too_large) {
    const Judged& judged = judge_.refuse_secrets(id);
    statuses_.want(judged.object->key, judged.status());
  }
  return writer_.write(work.file(), plan, now);
}

DecidedTargets Reconciler::decided(const FileWork& work) const {
  static const Decision gone{LineAction::Remove, {}, {}, {}, {}};
  DecidedTargets targets;
  for (const model::TargetId& id : work.planned()) {
    const Judged* const judged = judge_.find(id);
    targets[id] = judged == nullptr ? DecidedTarget{nullptr, &gone}
                                    : DecidedTarget{&judged->object->body, &judged->decision};
  }
  return targets;
}

void Reconciler::show_targets() {
  const std::size_t invalid = judge_.count_false("Accepted");
  metrics_.accepted.Set(static_cast<double>(judge_.all().size() - invalid));
  metrics_.invalid.Set(static_cast<double>(invalid));
  metrics_.unresolved.Set(static_cast<double>(judge_.count_false("ResolvedRefs")));
}

void Reconciler::show_oldest_change() {
  const SteadyTime now = clock_.steady_now();
  SteadyTime oldest = now;
  for (const FileWork& work : files_) oldest = std::min(oldest, work.since().value_or(now));
  metrics_.oldest_change.Set(seconds(now - oldest));
}

}  // namespace vedette::op
