#pragma once

#include <string>

#include <CLI/App.hpp>

namespace vedette::runtime {

/// How --help looks: flag and type to the left, the description wrapped beside it, the default at
/// its end; the environment variables in one line at the bottom.
class HelpFormatter final : public CLI::Formatter {
 public:
  [[nodiscard]] std::string make_help(const CLI::App* app, std::string name,
                                      CLI::AppFormatMode mode) const override;
  [[nodiscard]] std::string make_option(const CLI::Option* option,
                                        bool is_positional) const override;
  [[nodiscard]] std::string make_subcommand(const CLI::App* command) const override;
  [[nodiscard]] std::string make_description(const CLI::App* app) const override;
  [[nodiscard]] std::string make_footer(const CLI::App* app) const override;
};

/// The default as a user would write it: of a list without CLI11's brackets.
[[nodiscard]] std::string default_text(const CLI::Option& option);

/// "--name TYPE" of a flag, "NAME..." of a positional.
[[nodiscard]] std::string option_syntax(const CLI::Option& option, bool is_positional);

}  // namespace vedette::runtime
