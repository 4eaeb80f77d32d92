#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "targets/target_set.hpp"
#include "writer/store/schedule.hpp"

namespace vedette::writer {

/// What this writer's flags say about schedules.
struct ScheduleScope {
  std::string source;  ///< --source: of hand-written files
  std::vector<std::string>
      locations;  ///< --locations: a target is scheduled at each that it is for
};

/// What has to be written so that target_schedule says what `declared` says (architecture §8):
/// * An operator's file counts when its epoch is higher than the stored one; one with a lower
///   epoch is stale (kubelet has not brought the new one yet) and touches nothing. A hand-written
///   file whose content changed counts as its stored epoch + 1.
/// * A schedule that changed starts at scheduleSince, for hand-written files now; never before the
///   row it follows.
/// * Suspended targets, and those gone from a file that was read, are not scheduled from then on.
///   A file that is merely not there keeps its targets, unless it is hand-written.
/// Pure.
[[nodiscard]] SchedulePlan plan_schedule(const targets::TargetSet& declared,
                                         const ScheduleScope& scope, const StoredSchedule& stored,
                                         SystemTime now);

}  // namespace vedette::writer
