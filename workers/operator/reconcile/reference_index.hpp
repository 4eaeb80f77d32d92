#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "model/target.hpp"
#include "model/target_id.hpp"

namespace vedette::op {

/// Which targets refer to a Secret or ConfigMap, whether or not that exists. Not thread-safe.
class ReferenceIndex {
 public:
  /// Replaces what `target`, of namespace `ns`, refers to; with none it is forgotten.
  void set(const model::TargetId& target, const std::string& ns,
           const std::vector<model::Reference>& refers_to);

  [[nodiscard]] std::set<model::TargetId> targets_of(model::Reference::Kind kind,
                                                     const std::string& ns,
                                                     const std::string& name) const;

 private:
  using Referred = std::tuple<model::Reference::Kind, std::string, std::string>;

  std::map<Referred, std::set<model::TargetId>> targets_;
  std::map<model::TargetId, std::set<Referred>> referred_;  ///< the same, from the other side
};

}  // namespace vedette::op
