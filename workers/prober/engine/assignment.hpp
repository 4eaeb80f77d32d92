#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/target.hpp"
#include "prober/probe/plan.hpp"

namespace vedette::prober {

/// A target as an engine gets it.
struct Assignment {
  std::shared_ptr<const model::Target> target;
  /// Null when the target cannot be probed.
  std::shared_ptr<const ProbePlan> plan;
  /// Why not, one sentence; its slots are Unknown with config_error.
  std::string unusable;
  int shard = 0;
};

/// What changes for an engine; what is in neither list stays as it is.
struct EngineChanges {
  std::vector<model::TargetId> removed = {};
  std::vector<int> released = {};  ///< shards whose targets are all among the removed ones
  std::vector<Assignment> put = {};
};

}  // namespace vedette::prober
