#include "runtime/options_markdown.hpp"

#include <vector>

#include "runtime/help_formatter.hpp"

namespace vedette::runtime {
namespace {

/// A table's cells are split at '|', even inside code.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

/// Outside code '<' begins an HTML tag.
std::string prose(std::string_view text) {
  std::string out;
  for (const char c : cell(text)) {
    if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string code(std::string_view text) { return text.empty() ? "" : "`" + cell(text) + "`"; }

void append_row(std::string& out, const CLI::Option& option, bool is_positional) {
  const std::string fallback = option.get_required() ? "required" : code(default_text(option));
  out += "| " + code(option_syntax(option, is_positional)) + " | " + code(option.get_envname()) +
         " | " + fallback + " | " + prose(option.get_description()) + " |\n";
}

void append_table(std::string& out, const CLI::App& app) {
  const std::vector<const CLI::Option*> options = app.get_options([&](const CLI::Option* option) {
    return option != app.get_help_ptr() && option != app.get_version_ptr() &&
           !option->get_group().empty();
  });
  if (options.empty()) return;
  out += "\n| flag | environment | default | meaning |\n|---|---|---|---|\n";
  for (const CLI::Option* option : options) append_row(out, *option, option->get_positional());
}

void append_app(std::string& out, const CLI::App& app, const std::string& name, int depth) {
  out += std::string(static_cast<std::size_t>(depth), '#') + " `" + name + "`\n\n" +
         app.get_description() + "\n";
  append_table(out, app);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    out += '\n';
    append_app(out, *command, name + " " + command->get_name(), depth + 1);
  }
}

}  // namespace

std::string to_markdown(const CLI::App& root) {
  std::string out;
  append_app(out, root, root.get_name(), 2);
  return out;
}

}  // namespace vedette::runtime
