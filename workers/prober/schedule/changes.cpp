#include "prober/schedule/changes.hpp"

namespace vedette::prober {
namespace {

bool same(const targets::LoadedTarget& a, const targets::LoadedTarget& b) {
  return a.unusable == b.unusable && (a.target == b.target || *a.target == *b.target);
}

}  // namespace

bool watches(const Watched& watched, const model::Target& target) {
  return !target.suspended && target.is_for(watched.location) && watched.shards.contains(target.id);
}

Changes changes_between(const Watched& before, const Watched& after) {
  Changes changes;
  auto old = before.set.targets.begin();
  const auto old_end = before.set.targets.end();
  const auto remove = [&](const targets::LoadedTarget& gone) {
    if (watches(before, *gone.target)) changes.removed.push_back(gone.target->id);
  };
  for (const targets::LoadedTarget& now : after.set.targets) {
    while (old != old_end && old->target->id < now.target->id) remove(*old++);
    const bool known = old != old_end && old->target->id == now.target->id;
    if (!watches(after, *now.target)) {
      if (known) remove(*old);
    } else if (!known || !watches(before, *old->target) || !same(*old, now)) {
      changes.put.push_back(now);
    }
    if (known) ++old;
  }
  while (old != old_end) remove(*old++);
  return changes;
}

}  // namespace vedette::prober
