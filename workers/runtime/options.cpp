#include "runtime/options.hpp"

#include <algorithm>
#include <cctype>
#include <exception>
#include <memory>
#include <ostream>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "runtime/help_formatter.hpp"
#include "runtime/options_markdown.hpp"
#include "runtime/version.hpp"

namespace vedette::runtime {
namespace {

/// Whether this is a flag of the binary's own: help and version take no value from outside.
bool takes_environment(const CLI::App& app, const CLI::Option& option) {
  return option.nonpositional() && !option.get_lnames().empty() && option.get_envname().empty() &&
         &option != app.get_help_ptr() && &option != app.get_version_ptr();
}

void prepare(CLI::App& app, const std::shared_ptr<HelpFormatter>& formatter) {
  app.formatter(formatter);
  for (CLI::Option* option : app.get_options()) {
    if (!takes_environment(app, *option)) continue;
    option->envname(environment_name(option->get_lnames().front()));
    if (option->get_expected_max() > 1) option->delimiter(',');
  }
  for (CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    // With a callback of its own only the command that was given reads the environment. Otherwise
    // all do, and a variable that two commands share would get the environment's value last.
    command->parse_complete_callback([] {});
    prepare(*command, formatter);
  }
}

}  // namespace

std::string environment_name(std::string_view flag) {
  std::string name = "VEDETTE_";
  flag.remove_prefix(std::min(flag.find_first_not_of('-'), flag.size()));
  for (const char c : flag) {
    const auto letter = static_cast<unsigned char>(c);
    name += c == '-' ? '_' : static_cast<char>(std::toupper(letter));
  }
  return name;
}

std::optional<ExitCode> parse_command_line(CLI::App& root, int argc, const char* const* argv,
                                           std::ostream& out, std::ostream& err) {
  root.set_version_flag("--version", root.get_name() + " " + std::string(version()),
                        "Print the version and exit");
  CLI::App* docs = root.add_subcommand("docs", "Print the manual of all flags as Markdown");
  docs->group("");
  prepare(root, std::make_shared<HelpFormatter>());
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    out << root.help();
    return ExitCode::Ok;
  } catch (const CLI::CallForVersion& version_text) {
    out << version_text.what() << '\n';
    return ExitCode::Ok;
  } catch (const CLI::ParseError& error) {
    const auto given = root.get_subcommands();
    err << root.get_name() << ": " << error.what() << "; see " << root.get_name()
        << (given.empty() ? "" : " " + given.front()->get_name()) << " --help\n";
    return ExitCode::BadInput;
  }
  if (docs->parsed()) {
    out << to_markdown(root);
    return ExitCode::Ok;
  }
  return std::nullopt;
}

CLI::Option* add_switch(CLI::App& app, const std::string& name, bool& value,
                        const std::string& description) {
  return app.add_option(name, value, description)
      ->type_name("true|false")
      ->default_str(value ? "true" : "false");
}

}  // namespace vedette::runtime
