#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/target.hpp"
#include "operator/render/target_line.hpp"

namespace vedette::op {

enum class ConditionStatus { True, False, Unknown };

/// A condition without its times, which the writer of the status adds. `reason` is one of
/// docs/conditions.md.
struct Condition {
  std::string type;  ///< Accepted, ResolvedRefs, Programmed, Available
  ConditionStatus status = ConditionStatus::Unknown;
  std::string reason;
  std::string message;

  bool operator==(const Condition&) const = default;
};

/// What a target's file says of it from now on.
enum class LineAction {
  Write,  ///< the line of this generation
  Keep,   ///< the line that is there, or none: this generation broke a rule
  Remove,
};

/// What the policies made of one target. Pure data.
struct Decision {
  LineAction action = LineAction::Keep;
  ResolvedReferences references;               ///< for Write
  std::map<std::string, std::string> secrets;  ///< "sha256-<hex>" → content, for Write
  std::vector<Condition> conditions;           ///< in a fixed order
  /// Secrets and ConfigMaps of the target's namespace that its manifest names: a change of one may
  /// change the decision. Empty when it broke a rule.
  std::vector<model::Reference> refers_to;
};

}  // namespace vedette::op
