#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/child_process.hpp"

namespace vedette::test {

/// charts/vedette of this clone.
[[nodiscard]] std::filesystem::path chart_dir();

/// Names of the values files in charts/vedette/ci, sorted: "minimal" is minimal-values.yaml.
[[nodiscard]] std::vector<std::string> values_names();
[[nodiscard]] std::filesystem::path values_file(const std::string& name);

[[nodiscard]] std::string read_file(const std::filesystem::path& file);

/// Runs hack/kube's helm without a cluster.
[[nodiscard]] Finished helm(std::vector<std::string> arguments);

/// `helm template` of the release "vedette" in the namespace "vedette" for Kubernetes 1.35, with
/// more arguments (`--values`, `--set`).
[[nodiscard]] Finished render(std::vector<std::string> arguments);

/// What the values file `name` renders to. Throws std::runtime_error when it does not.
[[nodiscard]] std::string rendered(const std::string& name);

}  // namespace vedette::test
