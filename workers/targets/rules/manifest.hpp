#pragma once

#include <memory>
#include <string>

#include "model/target.hpp"
#include "targets/document/fault_log.hpp"
#include "targets/document/node.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::targets {

/// A `Target` manifest as far as it could be read.
struct Manifest {
  int line = 0;
  model::TargetId id;
  std::string full_name;  ///< "namespace/name"; empty when they broke a rule, `id` then is nothing
  /// Null when a rule is broken. Referenced texts are empty still.
  std::shared_ptr<const model::Target> target;
};

/// Holds a document against every rule of docs/architecture.md §5. Every broken one is in `log`,
/// under the target's name; `document` must be the log's open one.
[[nodiscard]] Manifest read_manifest(const Node& document, const std::string& source,
                                     PatternCheck& patterns, FaultLog& log);

}  // namespace vedette::targets
