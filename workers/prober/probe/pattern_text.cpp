#include "prober/probe/pattern_text.hpp"

#include "base/utf8.hpp"

namespace vedette::prober {

bool found(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

std::string quote(std::string_view text, char mark) {
  constexpr size_t kMaxBytes = 200;
  return mark + clean_utf8(text, kMaxBytes) + mark;
}

std::string quote_pattern(const RE2& pattern) { return quote(pattern.pattern(), '/'); }

}  // namespace vedette::prober
