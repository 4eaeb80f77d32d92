#include "targets/files/merge.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "targets/rules/rule.hpp"

namespace vedette::targets {
namespace {

using model::Target;

Fault fault_of(const FileState& file, const Entry& entry, std::string field, std::string message,
               Rule rule) {
  return {file.path,        entry.line,         entry.declared->full_name(),
          std::move(field), std::move(message), rule_id(rule)};
}

/// What an entry should have in effect now; null when its secrets cannot be read.
std::shared_ptr<const Target> with_secrets(const FileState& file, const Entry& entry,
                                           Secrets& secrets, std::vector<Fault>& faults) {
  Target filled = *entry.declared;
  bool complete = true;
  secrets.fill(filled, [&](const std::string& field, const std::string& message) {
    complete = false;
    faults.push_back(fault_of(file, entry, field, message, Rule::Reference));
  });
  if (!complete) return nullptr;
  if (entry.effective && *entry.effective == filled) return entry.effective;
  return std::make_shared<const Target>(std::move(filled));
}

/// The file with the secrets of now. Keeps what was in effect where they cannot be read.
std::shared_ptr<const FileState> refresh(const std::shared_ptr<const FileState>& file,
                                         ReferencedTexts referenced_texts, Secrets& secrets,
                                         std::vector<Fault>& faults) {
  std::shared_ptr<FileState> changed;
  for (size_t i = 0; i < file->entries.size(); ++i) {
    const Entry& entry = file->entries[i];
    const bool as_declared =
        referenced_texts == ReferencedTexts::LeaveOpen || !has_references(*entry.declared);
    std::shared_ptr<const Target> now =
        as_declared ? entry.declared : with_secrets(*file, entry, secrets, faults);
    if (now == nullptr || (now == entry.effective && now == entry.declared)) continue;
    if (!changed) changed = std::make_shared<FileState>(*file);
    changed->entries[i].declared = now;
    changed->entries[i].effective = std::move(now);
  }
  return changed ? std::move(changed) : file;
}

/// A target of a file.
struct Place {
  const FileState* file;
  const Entry* entry;
  size_t order;  ///< of precedence: by path, then as they stand in the file

  [[nodiscard]] const model::TargetId& id() const { return entry->declared->id; }
};

std::vector<Place> all_places(const FileStates& states) {
  std::vector<Place> places;
  for (const auto& [path, file] : states) {
    for (const Entry& entry : file->entries) places.push_back({file.get(), &entry, places.size()});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    return std::tie(a.id(), a.order) < std::tie(b.id(), b.order);
  });
  return places;
}

std::string where(const Place& place) {
  std::string text = place.file->path;
  if (place.entry->line > 0) text += ":" + std::to_string(place.entry->line);
  return text;
}

/// The first reference that cannot be read; asked only of targets that have one.
std::string why_unusable(const Entry& entry, Secrets& secrets) {
  Target filled = *entry.declared;
  std::string why;
  secrets.fill(filled, [&](const std::string& field, const std::string& message) {
    if (why.empty()) why = field + ": " + message;
  });
  return why;
}

}  // namespace

void merge(FileStates& states, ReferencedTexts referenced_texts, Secrets& secrets, TargetSet& set) {
  for (auto& [path, file] : states) {
    set.faults.insert(set.faults.end(), file->faults.begin(), file->faults.end());
    file = refresh(file, referenced_texts, secrets, set.faults);
    set.files.push_back(file->info);
    set.counts.quarantined += file->quarantined;
  }
  const std::vector<Place> places = all_places(states);
  set.targets.reserve(places.size());
  const Place* first = nullptr;
  for (const Place& place : places) {
    if (first != nullptr && first->id() == place.id()) {
      set.faults.push_back(fault_of(*place.file, *place.entry, "metadata.name",
                                    "is declared in " + where(*first) + " already; rename one",
                                    Rule::DuplicateTarget));
      ++set.counts.quarantined;
      continue;
    }
    first = &place;
    LoadedTarget loaded{place.entry->effective, place.file->path, std::nullopt};
    if (loaded.target == nullptr) {
      loaded.target = place.entry->declared;
      loaded.unusable = why_unusable(*place.entry, secrets);
      ++set.counts.unusable;
    }
    set.targets.push_back(std::move(loaded));
  }
}

}  // namespace vedette::targets
