#pragma once

#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "operator/api/names.hpp"
#include "operator/commands/check.hpp"
#include "operator/commands/render.hpp"
#include "operator/kube/api_settings.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"

namespace vedette::op {

/// `vedette-operator run`
struct RunConfig {
  ApiSettings api;                            ///< with the namespace that files are written to
  std::vector<std::string> watch_namespaces;  ///< empty: all
  std::string source = "default";
  std::vector<std::string> locations{"default"};
  int files = kFiles;
  bool secrets = true;
  bool leader_election = true;
  std::string identity;  ///< of this replica among those that may lead
  std::string listen = ":9090";
  runtime::LogOptions logging;
};

/// What the command line asks for, or the code to exit with at once.
using Config = std::variant<RunConfig, RenderConfig, CheckConfig, runtime::ExitCode>;

/// Reads flags and environment, and what a pod has of its service account; help goes to `out`, what
/// is wrong in one sentence to `err`.
[[nodiscard]] Config read_config(int argc, const char* const* argv, std::ostream& out,
                                 std::ostream& err);

}  // namespace vedette::op
