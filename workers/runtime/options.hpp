#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <CLI/App.hpp>

#include "runtime/exit_code.hpp"

namespace vedette::runtime {

/// The environment variable of a flag: "--kafka-brokers" → "VEDETTE_KAFKA_BROKERS".
[[nodiscard]] std::string environment_name(std::string_view flag);

/// Reads the command line into the variables that the options of `root` and its subcommands are
/// bound to. Adds what every binary has, so declare only your own: an environment variable for each
/// long flag (the command line wins; lists are split at ','), `--version`, and the hidden
/// subcommand `docs`, which prints to_markdown(root).
///
/// Returns nothing when the program should go on, else the code to exit with: Ok after help,
/// version or docs went to `out`; BadInput after one sentence went to `err`.
[[nodiscard]] std::optional<ExitCode> parse_command_line(CLI::App& root, int argc,
                                                         const char* const* argv, std::ostream& out,
                                                         std::ostream& err);

/// A flag that takes true or false and shows its default: `--name=false` turns it off.
CLI::Option* add_switch(CLI::App& app, const std::string& name, bool& value,
                        const std::string& description);

}  // namespace vedette::runtime
