#include "prober/probe/body_check.hpp"

#include <cstring>

#include "prober/probe/pattern_text.hpp"

namespace vedette::prober {
namespace {

/// memmem() searches in linear time; string_view::find() does not.
bool holds(std::string_view text, std::string_view part) {
  return memmem(text.data(), text.size(), part.data(), part.size()) != nullptr;
}

}  // namespace

std::optional<std::string> BodyCheck::disappointment(std::string_view text,
                                                     const std::atomic<bool>& abandoned) const {
  for (const auto& pattern : matches) {
    if (!abandoned && !found(text, *pattern)) {
      return "body does not match " + quote_pattern(*pattern);
    }
  }
  for (const auto& pattern : not_matches) {
    if (!abandoned && found(text, *pattern)) {
      return "body matches " + quote_pattern(*pattern) + ", which it must not";
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
