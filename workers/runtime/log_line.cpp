#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/time_text.hpp"
#include "base/utf8.hpp"
#include "runtime/logging.hpp"

namespace vedette::runtime {
namespace {

constexpr std::size_t kMaxTextBytes = 8192;

std::string_view level_name(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      return "error";
  }
  return "";
}

/// A value as people read it: text in quotes only where it needs them.
struct PlainText {
  std::string operator()(std::string_view text) const {
    const std::string clean = clean_utf8(text, kMaxTextBytes);
    const bool bare = !clean.empty() && clean.find_first_of(" \t\r\n\"=") == std::string::npos;
    return bare ? clean : boost::json::serialize(boost::json::string_view(clean));
  }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(double number) const { return fmt::format("{:g}", number); }
  template <std::integral T>
  std::string operator()(T number) const {
    return std::to_string(number);
  }
};

struct JsonValue {
  boost::json::value operator()(std::string_view text) const {
    return boost::json::string(clean_utf8(text, kMaxTextBytes));
  }
  boost::json::value operator()(auto number) const { return boost::json::value(number); }
};

}  // namespace

std::string to_json_line(SystemTime time, LogLevel level, std::string_view message,
                         LogFields fields) {
  boost::json::object line;
  line["time"] = to_rfc3339(time);
  line["level"] = level_name(level);
  line["message"] = clean_utf8(message, kMaxTextBytes);
  for (const LogField& field : fields)
    line[field.name] = std::visit(JsonValue{}, field.value.get());
  return boost::json::serialize(line);
}

std::string to_text_line(SystemTime time, LogLevel level, std::string_view message,
                         LogFields fields) {
  // "2026-11-24T22:24:00.000000Z": the day is not news to whoever looks at a terminal.
  std::string line = to_rfc3339(time).substr(11, 12);
  line += fmt::format(" {:<7} {}", level_name(level), clean_utf8(message, kMaxTextBytes));
  for (const LogField& field : fields) {
    line += fmt::format(" {}={}", field.name, std::visit(PlainText{}, field.value.get()));
  }
  return line;
}

}  // namespace vedette::runtime
