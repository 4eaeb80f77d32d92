#include "base/utf8.hpp"

#include <algorithm>

namespace vedette {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct Sequence {
  size_t bytes;  // how many bytes belong to it, at least 1
  bool valid;
};

/// The well-formed byte sequences of the Unicode Standard, table 3-7.
Sequence next_sequence(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, true};
  size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {length, true};
}

}  // namespace

std::string clean_utf8(std::string_view text, size_t max_bytes) {
  std::string out;
  while (!text.empty()) {
    const Sequence sequence = next_sequence(text);
    const std::string_view piece = sequence.valid ? text.substr(0, sequence.bytes) : kReplacement;
    text.remove_prefix(sequence.bytes);
    if (piece == std::string_view("\0", 1)) continue;
    if (out.size() + piece.size() > max_bytes) break;
    out += piece;
  }
  return out;
}

bool is_clean_utf8(std::string_view text, size_t max_bytes) {
  if (text.size() > max_bytes) return false;
  // Nearly all texts are ASCII to their end.
  const auto odd =
      std::ranges::find_if(text, [](char c) { return static_cast<signed char>(c) < 1; });
  text.remove_prefix(static_cast<size_t>(odd - text.begin()));
  while (!text.empty()) {
    const Sequence sequence = next_sequence(text);
    if (!sequence.valid || text.front() == '\0') return false;
    text.remove_prefix(sequence.bytes);
  }
  return true;
}

}  // namespace vedette
