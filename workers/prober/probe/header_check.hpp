#pragma once

#include <re2/re2.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vedette::prober {

/// What the headers of that name must or must not hold, compiled. Immutable and thread-safe.
struct HeaderCheck {
  std::string name;
  std::shared_ptr<const RE2> matches;      ///< null: not asked; else one of the values must match
  std::shared_ptr<const RE2> not_matches;  ///< null: not asked; else none of them may match
  bool allow_missing = false;
};

/// A header of an answer.
struct AnswerField {
  std::string name;
  std::string value;
};

/// The first of `checks` that `fields` disappoint, as a message without the values, which may be
/// secrets (Set-Cookie); nothing when they meet all. Names are compared without case. Looks at
/// `abandoned` between patterns and then returns early.
[[nodiscard]] std::optional<std::string> disappointment(const std::vector<HeaderCheck>& checks,
                                                        const std::vector<AnswerField>& fields,
                                                        const std::atomic<bool>& abandoned);

}  // namespace vedette::prober
