#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vedette::writer {

/// Builds the text of a PostgreSQL array (manual, 8.15.2), to pass many values as one parameter.
/// Values must be without NUL.
class ArrayLiteral {
 public:
  void add(std::string_view value);
  /// Nothing becomes NULL.
  void add_or_null(const std::optional<std::string>& value);

  [[nodiscard]] std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace vedette::writer
