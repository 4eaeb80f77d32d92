#pragma once

#include <re2/re2.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vedette::prober {

/// What a body must and must not hold, compiled. Immutable and thread-safe.
struct BodyCheck {
  std::vector<std::shared_ptr<const RE2>> matches;
  std::vector<std::shared_ptr<const RE2>> not_matches;
  std::vector<std::string> contains;
  std::vector<std::string> not_contains;

  [[nodiscard]] bool empty() const {
    return matches.empty() && not_matches.empty() && contains.empty() && not_contains.empty();
  }

  /// How many texts and patterns are looked for.
  [[nodiscard]] size_t size() const {
    return matches.size() + not_matches.size() + contains.size() + not_contains.size();
  }

  /// The first expectation that `text` disappoints, as a message; nothing when it meets all. Looks
  /// at `abandoned` between patterns and then returns early. Time is linear in the text.
  [[nodiscard]] std::optional<std::string> disappointment(std::string_view text,
                                                          const std::atomic<bool>& abandoned) const;
};

}  // namespace vedette::prober
