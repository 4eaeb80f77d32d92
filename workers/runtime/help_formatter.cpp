#include "runtime/help_formatter.hpp"

#include <string_view>
#include <utility>

#include <CLI/Formatter.hpp>

namespace vedette::runtime {
namespace {

constexpr std::size_t kLeft = 32;
constexpr std::size_t kWidth = 100;

/// `text` in lines of at most kWidth columns, all but the first indented by `indent`.
std::string wrap(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (column > indent && column + 1 + word.size() > kWidth) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string row(const std::string& left, const std::string& right) {
  std::string out = "  " + left;
  if (out.size() + 2 > kLeft) {
    out += '\n' + std::string(kLeft, ' ');
  } else {
    out.resize(kLeft, ' ');
  }
  return out + wrap(right, kLeft) + '\n';
}

}  // namespace

std::string option_syntax(const CLI::Option& option, bool is_positional) {
  std::string out = is_positional ? option.get_name(true, false) : option.get_name(false, true);
  if (is_positional) return out + (option.get_expected_max() > 1 ? "..." : "");
  if (option.get_type_size() != 0 && !option.get_type_name().empty()) {
    out += " " + option.get_type_name() + (option.get_expected_max() > 1 ? ",..." : "");
  }
  return out;
}

std::string default_text(const CLI::Option& option) {
  std::string text = option.get_default_str();
  const bool is_list = option.get_expected_max() > 1 && text.size() >= 2;
  if (is_list && text.front() == '[' && text.back() == ']') return text.substr(1, text.size() - 2);
  return text;
}

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode mode) const {
  std::string help = Formatter::make_help(app, std::move(name), mode);
  // CLI11 puts blank lines both after a group and before the next.
  for (std::size_t at = 0; (at = help.find("\n\n\n", at)) != std::string::npos;) help.erase(at, 1);
  return help;
}

std::string HelpFormatter::make_option(const CLI::Option* option, bool is_positional) const {
  std::string right = option->get_description();
  if (option->get_required() && !is_positional) right += " [required]";
  const std::string fallback = default_text(*option);
  if (!fallback.empty()) right += " [default: " + fallback + "]";
  return row(option_syntax(*option, is_positional), right);
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  return row(command->get_name(), command->get_description());
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  return wrap(app->get_description(), 0) + "\n\n";
}

std::string HelpFormatter::make_footer(const CLI::App* app) const {
  const std::string rule =
      "Every flag is an environment variable too: --log-level is VEDETTE_LOG_LEVEL. The command "
      "line wins.";
  const std::string own = Formatter::make_footer(app);
  return own.empty() ? wrap(rule, 0) + "\n" : own + "\n" + wrap(rule, 0) + "\n";
}

}  // namespace vedette::runtime
