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

/// As PostgreSQL itself writes it: it reads that faster than RFC 3339 with six digits.
void put(std::string& out, SystemTime time) {
  const std::size_t start = out.size();
  append_rfc3339(out, time);
  out[start + std::string_view("2026-11-24").size()] = ' ';
  out.pop_back();  // the Z
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  out += "+00";
}

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
