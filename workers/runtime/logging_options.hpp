#pragma once

#include <CLI/App.hpp>

#include "runtime/logging.hpp"

namespace vedette::runtime {

/// Adds --log-level and --log-format.
void add_logging_options(CLI::App& app, LogOptions& options);

}  // namespace vedette::runtime
