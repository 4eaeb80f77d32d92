#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "support/child_process.hpp"

namespace vedette::test {

/// The script hack/`name` of the clone that this test was built from.
[[nodiscard]] std::filesystem::path hack_script(const std::string& name);

/// Runs hack/`name` and returns what it printed, without the final newline. Throws
/// std::runtime_error with what it said when it fails or takes longer than `deadline`.
std::string run_hack_script(const std::string& name, ChildOptions options,
                            std::chrono::milliseconds deadline = std::chrono::seconds(90));

}  // namespace vedette::test
