#include "prober/schedule/changes.hpp"

namespace vedette::prober {
namespace {

bool same(const targets::LoadedTarget& a, const targets::LoadedTarget& b) {
  return a.unusable == b.unusable && (a.target == b.target || *a.target == *b.target);
}

}  // namespace

Changes changes_between(const targets::TargetSet& before, const targets::TargetSet& after) {
  Changes changes;
  auto old = before.targets.begin();
  const auto remove = [&](const targets::LoadedTarget& gone) {
    if (!gone.target->suspended) changes.removed.push_back(gone.target->id);
  };
  for (const targets::LoadedTarget& now : after.targets) {
    while (old != before.targets.end() && old->target->id < now.target->id) remove(*old++);
    const bool known = old != before.targets.end() && old->target->id == now.target->id;
    if (now.target->suspended) {
      if (known) remove(*old);
    } else if (!known || old->target->suspended || !same(*old, now)) {
      changes.put.push_back(now);
    }
    if (known) ++old;
  }
  while (old != before.targets.end()) remove(*old++);
  return changes;
}

}  // namespace vedette::prober
