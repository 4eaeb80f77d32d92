#pragma once

#include <re2/re2.h>

#include <string>
#include <string_view>

namespace vedette::prober {

/// Whether the pattern is found anywhere in `text`. Time is linear in the text.
[[nodiscard]] bool found(std::string_view text, const RE2& pattern);

/// `text` between two `mark`s, for messages: valid UTF-8, at most 200 bytes.
[[nodiscard]] std::string quote(std::string_view text, char mark);

/// The pattern as messages show it: "/OK, build \d+/".
[[nodiscard]] std::string quote_pattern(const RE2& pattern);

}  // namespace vedette::prober
