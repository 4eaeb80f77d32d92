#pragma once

#include <string>

#include "golden/crd/schema.hpp"

namespace vedette::test {

// Pages in docs/ have parts that tests hold against what they are made of. With
// VEDETTE_UPDATE_GOLDEN=1 in the environment the tests write them anew.

struct ManualPart {
  std::string page;  ///< in docs/
  std::string name;
};

/// What stands between `<!-- name -->` and `<!-- end of name -->`. Throws std::runtime_error when
/// the page has no such part.
[[nodiscard]] std::string text_of(const ManualPart& part);

/// Puts `text` there when the tests are to write, else does nothing.
void update(const ManualPart& part, const std::string& text);

/// The part "fields": a Markdown table of what users may write. References (…From) are one row
/// each; what they hold is said once, in the text.
[[nodiscard]] std::string manual_table(const Schema& schema);

}  // namespace vedette::test
