#include "model/url_syntax.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace vedette::model {
namespace {

/// Unreserved and reserved characters of RFC 3986 §2.2 and §2.3 beside letters and digits.
constexpr std::string_view kPunctuation = "-._~:/?#[]@!$&'()*+,;=";
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_hex(char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

bool is_scheme(std::string_view text) {
  return !text.empty() && is_alpha(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

/// Cuts `text` before the first of `stops` and returns what stood before it.
std::string_view take_until(std::string_view& text, std::string_view stops) {
  const size_t end = std::min(text.find_first_of(stops), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

}  // namespace

UrlParts split_url(std::string_view text) {
  text = text.substr(0, text.find('#'));
  UrlParts parts;
  const size_t colon = text.find_first_of(":/?");
  if (colon != std::string_view::npos && text[colon] == ':' && is_scheme(text.substr(0, colon))) {
    parts.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    parts.authority = take_until(text, "/?");
  }
  parts.path = take_until(text, "?");
  if (!text.empty()) parts.query = text.substr(1);
  return parts;
}

bool is_url_byte(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '%') return at + 2 < text.size() && is_hex(text[at + 1]) && is_hex(text[at + 2]);
  return is_alpha(c) || is_digit(c) || kPunctuation.find(c) != std::string_view::npos;
}

void append_escaped(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHexDigits[byte >> 4];
  out += kHexDigits[byte & 15];
}

}  // namespace vedette::model
