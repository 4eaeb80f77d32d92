#include "writer/store/copy_line.hpp"

#include <charconv>
#include <optional>

#include "base/time_text.hpp"

namespace vedette::writer {
namespace {

void put(std::string& out, std::int64_t value) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end);
}

void put(std::string& out, SystemTime time) { append_rfc3339(out, time); }

template <typename T>
void put(std::string& out, const std::optional<T>& value) {
  if (value) {
    put(out, *value);
  } else {
    out += "\\N";
  }
}

/// Text was made free of NUL before; these four are what COPY gives a meaning.
void put(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "\\N";
    return;
  }
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

void append_copy_line(std::string& out, const Fact& fact) {
  const auto append = [&](const auto&... fields) { ((put(out, fields), out += '\t'), ...); };
  std::apply(append, fact_fields(fact));
  out.pop_back();
}

}  // namespace vedette::writer
