#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

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

/// A flag that takes one of a few words, each of which means a value; shows the value that `value`
/// has now as its default.
template <typename T>
CLI::Option* add_choice(CLI::App& app, const std::string& name, T& value,
                        std::vector<std::pair<std::string, std::type_identity_t<T>>> choices,
                        const std::string& description) {
  std::string words;
  std::string word_now;
  for (const auto& [word, meaning] : choices) {
    words += (words.empty() ? "" : "|") + word;
    if (meaning == value) word_now = word;
  }
  const auto choose = [&value, name, words,
                       choices = std::move(choices)](const std::string& given) {
    for (const auto& [word, meaning] : choices) {
      if (word != given) continue;
      value = meaning;
      return;
    }
    throw CLI::ValidationError(name, "\"" + given + "\" is not one of " + words);
  };
  return app.add_option_function<std::string>(name, choose, description)
      ->type_name(words)
      ->default_str(word_now);
}

}  // namespace vedette::runtime
