#include "writer/store/array_literal.hpp"

namespace vedette::writer {

void ArrayLiteral::add(std::string_view value) {
  if (!text_.empty()) text_ += ',';
  text_ += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void ArrayLiteral::add_or_null(const std::optional<std::string>& value) {
  if (value) return add(*value);
  if (!text_.empty()) text_ += ',';
  text_ += "NULL";
}

}  // namespace vedette::writer
