#pragma once

#include <vector>

#include "targets/target_set.hpp"

namespace vedette::prober {

/// What a reload asks for. What is equal in both sets is in neither list.
struct Changes {
  std::vector<targets::LoadedTarget> put;  ///< new, or different from before
  std::vector<model::TargetId> removed;    ///< gone, or suspended now
};

/// Compares what is scheduled: a suspended target counts as absent. Pure.
[[nodiscard]] Changes changes_between(const targets::TargetSet& before,
                                      const targets::TargetSet& after);

}  // namespace vedette::prober
