#include "targets/files/entry_collector.hpp"

#include "targets/secrets.hpp"

namespace vedette::targets {
namespace {

/// Whether both were written alike, whatever was read into their referenced texts since.
bool same_as_written(const model::Target& one, const model::Target& other) {
  if (!has_references(one)) return one == other;
  const auto as_written = [](model::Target target) {
    visit_references(target, [](model::Text& text, SecretUse /*use*/,
                                const std::string& /*field*/) { text.value.clear(); });
    return target;
  };
  return as_written(one) == as_written(other);
}

}  // namespace

EntryCollector::EntryCollector(const FileState* previous) {
  if (previous == nullptr) return;
  previous_.reserve(previous->entries.size());
  for (const Entry& entry : previous->entries) previous_[entry.declared->id] = {&entry, false};
}

void EntryCollector::add(const Manifest& manifest, FaultLog& log) {
  const Entry* previous = manifest.full_name.empty() ? nullptr : keep(manifest.id);
  if (manifest.target == nullptr) {
    ++quarantined_;
    if (previous == nullptr) return;
    entries_.push_back({previous->declared, previous->effective, manifest.line});
    log.add(Rule::LastGood, manifest.line, "", "its last good spec stays in effect");
    log.name_document(manifest.full_name);
    return;
  }
  Entry entry{manifest.target, nullptr, manifest.line};
  if (previous != nullptr) {
    if (same_as_written(*previous->declared, *manifest.target)) entry.declared = previous->declared;
    entry.effective = previous->effective;
  }
  entries_.push_back(std::move(entry));
}

const Entry* EntryCollector::keep(const model::TargetId& id) {
  const auto found = previous_.find(id);
  if (found == previous_.end()) return nullptr;
  if (!found->second.kept) ++kept_;
  found->second.kept = true;
  return found->second.entry;
}

}  // namespace vedette::targets
