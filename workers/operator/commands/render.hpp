#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "base/clock.hpp"
#include "operator/api/names.hpp"
#include "runtime/exit_code.hpp"
#include "targets/target_files.hpp"

namespace vedette::op {

/// `vedette-operator render`
struct RenderConfig {
  /// Manifests, and below `secrets_dir` what they refer to, as <namespace>/<name>/<key>.
  targets::TargetFilesOptions files;
  int file_count = kFiles;           ///< --files: S of docs/architecture.md §4
  std::filesystem::path output_dir;  ///< empty = a List of ConfigMaps and Secrets goes to `out`
};

/// vedette-operator render: what the operator would make of the manifests, without a cluster.
/// Without an output directory a v1 List in JSON, for `kubectl apply -f -`; with one, files that
/// `--targets` and `--secrets-dir` take, made or brought up to date there. Ok; BadInput, with the
/// reasons on `err` and nothing written, when a manifest breaks a rule or what it refers to is not
/// there; Failed when the directory cannot be written.
[[nodiscard]] runtime::ExitCode run_render(const RenderConfig& config, const Clock& clock,
                                           std::ostream& out, std::ostream& err);

}  // namespace vedette::op
