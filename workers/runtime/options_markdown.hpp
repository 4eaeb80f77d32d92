#pragma once

#include <string>

#include <CLI/App.hpp>

namespace vedette::runtime {

/// The manual of a binary: a Markdown section of each visible subcommand with a table of its flags,
/// environment variables, defaults and descriptions. The same tree gives the same bytes on every
/// machine: hack/verify-docs compares them with docs/configuration.md.
[[nodiscard]] std::string to_markdown(const CLI::App& root);

}  // namespace vedette::runtime
