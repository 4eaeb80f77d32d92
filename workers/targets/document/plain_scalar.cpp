#include "targets/document/plain_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace vedette::targets {
namespace {

constexpr std::array<std::string_view, 11> kTrue{"y",    "Y",    "yes", "Yes", "YES", "true",
                                                 "True", "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 11> kFalse{"n",     "N",     "no",  "No",  "NO", "false",
                                                  "False", "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};

template <size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

constexpr std::string_view kBases = "xXbBoO";  ///< what makes of 0 a prefix, for kubectl

/// A decimal integer of 64 bits without leading zeros.
bool read_integer(std::string_view text, std::int64_t& value) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Anything else that YAML 1.1 takes for a number: 1.5, 1e3, 0x1F, 0B1, 0777, 1_000, .inf, .nan.
bool looks_like_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF" || text == ".nan" || text == ".NaN" ||
      text == ".NAN") {
    return true;
  }
  if (text.size() > 1 && text[0] == '0' && kBases.find(text[1]) != std::string_view::npos) {
    return text.size() > 2 && std::all_of(text.begin() + 2, text.end(), [](char c) {
             return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '_';
           });
  }
  bool digits = false;
  size_t at = 0;
  for (; at < text.size() && (is_digit(text[at]) || text[at] == '_' || text[at] == '.'); ++at) {
    if (at == 0 && text[at] == '_') return false;
    digits = digits || is_digit(text[at]);
  }
  if (!digits || std::count(text.begin(), text.end(), '.') > 1) return false;
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
  return at < text.size() &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_digit);
}

}  // namespace

Node plain_scalar(const std::string& text) {
  Node node;
  node.text = text;
  if (among(kNull, text)) {
    node.kind = Node::Kind::Null;
  } else if (among(kTrue, text) || among(kFalse, text)) {
    node.kind = Node::Kind::Bool;
    node.boolean = among(kTrue, text);
  } else if (read_integer(text, node.integer)) {
    node.kind = Node::Kind::Integer;
  } else {
    node.kind = looks_like_number(text) ? Node::Kind::Number : Node::Kind::String;
  }
  return node;
}

}  // namespace vedette::targets
