#include "prober/probe/body_check.hpp"

#include <cstring>

#include "base/utf8.hpp"

namespace vedette::prober {
namespace {

constexpr size_t kMaxPatternBytes = 200;

std::string quote(std::string_view text, char mark) {
  return mark + clean_utf8(text, kMaxPatternBytes) + mark;
}

/// memmem() searches in linear time; string_view::find() does not.
bool holds(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

bool found(std::string_view text, const RE2& pattern) {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace

std::optional<std::string> BodyCheck::disappointment(std::string_view text,
                                                     const std::atomic<bool>& abandoned) const {
  for (const auto& pattern : matches) {
    if (!abandoned && !found(text, *pattern)) {
      return "body does not match " + quote(pattern->pattern(), '/');
    }
  }
  for (const auto& pattern : not_matches) {
    if (!abandoned && found(text, *pattern)) {
      return "body matches " + quote(pattern->pattern(), '/') + ", which it must not";
    }
  }
  for (const std::string& part : contains) {
    if (!abandoned && !holds(text, part)) {
      return "body does not contain " + quote(part, '"');
    }
  }
  for (const std::string& part : not_contains) {
    if (!abandoned && holds(text, part)) {
      return "body contains " + quote(part, '"') + ", which it must not";
    }
  }
  return std::nullopt;
}

}  // namespace vedette::prober
