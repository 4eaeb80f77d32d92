#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "operator/reconcile/decision.hpp"
#include "operator/reconcile/policies/content_source.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::op {

/// What the operator was told about targets in general.
struct PolicyConfig {
  std::string source = "default";
  bool secrets = true;  ///< whether Secrets and ConfigMaps may be referred to
};

/// Everything that the policies look at, gathered before.
struct PolicyInput {
  const boost::json::object& manifest;  ///< the Target as the API server has it
  const std::string* previous_line;     ///< what its file says of it now; null when nothing
  const ContentSource& contents;
  const PolicyConfig& config;
};

/// Holds one target against every policy in turn and says what becomes of its line. Pure but for
/// `patterns`, which remembers what RE2 said. Errors are conditions; no message tells a content.
///
/// The chain of small policies over gathered input is the idea of cert-manager
/// (internal/controller/certificates/policies).
[[nodiscard]] Decision decide(const PolicyInput& input, targets::PatternCheck& patterns);

}  // namespace vedette::op
