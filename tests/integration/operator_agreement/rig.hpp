#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/target.hpp"
#include "support/kube_api_process.hpp"
#include "targets/target_set.hpp"

namespace vedette::test {

/// The one API of this program's tests, with Target installed from crds/.
[[nodiscard]] KubeApiProcess& api();

/// What the API server makes of a manifest.
struct Answer {
  bool accepted = false;
  std::string text;  ///< the object in JSON as it would be stored; or why it is refused
};

/// Sends each manifest by kubectl, as users do: strictly, as a dry run.
[[nodiscard]] std::vector<Answer> ask_server(std::vector<std::string> manifests);

/// What the operator makes of a manifest.
struct Reading {
  std::shared_ptr<const model::Target> target;  ///< null when a rule is broken
  std::vector<targets::Fault> faults;

  /// True when a fault is about that field or a part of it.
  [[nodiscard]] bool names(const std::string& field) const;
  /// All faults, for messages of a test.
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] Reading read_yaml_manifest(const std::string& text);
[[nodiscard]] Reading read_json_manifest(const std::string& text);

}  // namespace vedette::test
