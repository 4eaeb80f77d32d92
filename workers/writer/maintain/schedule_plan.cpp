#include "writer/maintain/schedule_plan.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "model/slots.hpp"
#include "writer/store/labels_json.hpp"

namespace vedette::writer {
namespace {

using FileKey = std::pair<std::string, std::string>;      // source, file
using PairKey = std::pair<model::TargetId, std::string>;  // target, location

enum class FileState {
  Changed,  ///< new here, or newer than what is stored
  Current,  ///< what is stored
  Stale,    ///< older than what is stored
};

/// "…/targets-07.jsonl.gz" → "targets-07", the name that an operator's file has in its header.
std::string stem_of(const std::string& path) {
  const std::string name = std::filesystem::path(path).filename().string();
  return name.substr(0, name.find(".jsonl"));
}

class Planner {
 public:
  Planner(const targets::TargetSet& declared, const ScheduleScope& scope,
          const StoredSchedule& stored, SystemTime now)
      : declared_(declared), scope_(scope), stored_(stored), now_(now) {}

  SchedulePlan run() {
    // No file at all is an unreadable directory, not the wish to watch nothing.
    if (declared_.files.empty()) return {};
    sort_files();
    for (const auto& entry : stored_.entries) {
      latest_[{entry.schedule.target, entry.schedule.location}] = &entry;
    }
    for (const targets::LoadedTarget& loaded : declared_.targets) declare(loaded);
    for (const auto& entry : stored_.entries) end_if_gone(entry);
    return std::move(plan_);
  }

 private:
  void sort_files() {
    std::map<FileKey, const ConfigFile*> known;
    for (const ConfigFile& file : stored_.files) known[{file.source, file.file}] = &file;
    for (const targets::LoadedFile& loaded : declared_.files) {
      const FileKey key{loaded.source, loaded.file};
      const auto found = known.find(key);
      const ConfigFile* before = found == known.end() ? nullptr : found->second;
      ConfigFile file{loaded.source, loaded.file, loaded.epoch, loaded.sha256, loaded.epoch > 0};
      FileState state = FileState::Changed;
      if (file.rendered && before != nullptr && before->epoch >= file.epoch) {
        state = before->epoch == file.epoch ? FileState::Current : FileState::Stale;
      }
      if (!file.rendered) {
        if (before != nullptr && before->sha256 == file.sha256) state = FileState::Current;
        file.epoch = before == nullptr ? 1 : before->epoch + 1;
      }
      states_[key] = state;
      if (state == FileState::Changed) plan_.files.push_back(std::move(file));
    }
    for (const ConfigFile& file : stored_.files) {
      if (!file.rendered) handwritten_.insert({file.source, file.file});
    }
  }

  /// The file a target was read from, as `declared_.files` names it.
  FileKey file_of(const targets::LoadedTarget& loaded) const {
    const std::string& source = loaded.target->source;
    const FileKey by_path{source, loaded.file};
    return states_.contains(by_path) ? by_path : FileKey{source, stem_of(loaded.file)};
  }

  void declare(const targets::LoadedTarget& loaded) {
    const model::Target& target = *loaded.target;
    const FileKey file = file_of(loaded);
    const auto state = states_.find(file);
    // Of a stale file, or one unknown here: neither apply it nor end what it says.
    const bool counts = state != states_.end() && state->second != FileState::Stale;
    declared_ids_[target.id] = counts;
    if (!counts) return;
    const bool changed = state->second == FileState::Changed;
    const SystemTime since = changed && target.schedule_since ? *target.schedule_since : now_;
    if (changed) plan_.targets.push_back({record_of(target, since), file.first, file.second});
    for (const std::string& location : scope_.locations) schedule(target, location, since);
  }

  TargetRecord record_of(const model::Target& target, SystemTime since) const {
    // A file speaks of now: results in flight still describe what came before.
    return {target.id,
            target.source,
            target.ns,
            target.name,
            target.url,
            target.generation,
            to_labels_json(target.labels),
            std::max(since, now_)};
  }

  void schedule(const model::Target& target, const std::string& location, SystemTime since) {
    ScheduleEntry entry{target.id, location, since, std::nullopt, Millis(0), target.generation};
    if (!target.suspended && target.is_for(location)) {
      entry.interval = target.interval;
      entry.phase = model::make_grid(target.id, location, target.interval).phase;
    }
    const auto found = latest_.find({target.id, location});
    if (found == latest_.end()) {
      if (entry.interval) plan_.entries.push_back(std::move(entry));
      return;
    }
    const ScheduleEntry& before = found->second->schedule;
    if (before.interval == entry.interval && before.phase == entry.phase) return;
    entry.valid_from = std::max(entry.valid_from, before.valid_from);
    plan_.entries.push_back(std::move(entry));
  }

  void end_if_gone(const StoredSchedule::Entry& stored) {
    if (!stored.schedule.interval) return;
    const auto declared = declared_ids_.find(stored.schedule.target);
    const bool here =
        std::ranges::find(scope_.locations, stored.schedule.location) != scope_.locations.end();
    const bool gone = declared != declared_ids_.end() ? declared->second && !here
                                                      : was_read({stored.source, stored.file});
    if (!gone) return;
    ScheduleEntry entry = stored.schedule;
    entry.valid_from = std::max(now_, entry.valid_from);
    entry.interval.reset();
    entry.phase = Millis(0);
    plan_.entries.push_back(std::move(entry));
  }

  /// Whether the absence of a target from this file means that it was removed.
  bool was_read(const FileKey& file) const {
    const auto state = states_.find(file);
    if (state != states_.end()) return state->second != FileState::Stale;
    return handwritten_.contains(file) && file.first == scope_.source;
  }

  const targets::TargetSet& declared_;
  const ScheduleScope& scope_;
  const StoredSchedule& stored_;
  SystemTime now_;
  std::map<FileKey, FileState> states_;
  std::set<FileKey> handwritten_;
  std::map<PairKey, const StoredSchedule::Entry*> latest_;
  std::map<model::TargetId, bool> declared_ids_;  // whether its file counts
  SchedulePlan plan_;
};

}  // namespace

SchedulePlan plan_schedule(const targets::TargetSet& declared, const ScheduleScope& scope,
                           const StoredSchedule& stored, SystemTime now) {
  return Planner(declared, scope, stored, now).run();
}

}  // namespace vedette::writer
