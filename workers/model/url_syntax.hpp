#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vedette::model {

// How RFC 3986 cuts a URL reference into parts; used by url.cpp and url_resolve.cpp alone.

/// The parts of a URL reference as they stand in it (RFC 3986, appendix B), the fragment left out.
/// Views into the text that was split.
struct UrlParts {
  std::optional<std::string_view> scheme;
  std::optional<std::string_view> authority;
  std::string_view path;
  std::optional<std::string_view> query;
};

/// Splits any text; judges no byte of it.
[[nodiscard]] UrlParts split_url(std::string_view text);

/// True when the byte at `at` may stand in a URL: unreserved, reserved, or a `%` that two
/// hexadecimal digits follow.
[[nodiscard]] bool is_url_byte(std::string_view text, size_t at);

/// Appends `%` and two upper-case hexadecimal digits.
void append_escaped(std::string& out, char c);

}  // namespace vedette::model
