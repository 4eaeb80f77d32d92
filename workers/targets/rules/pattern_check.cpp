#include "targets/rules/pattern_check.hpp"

#include <re2/re2.h>

#include "targets/document/quote.hpp"

namespace vedette::targets {

const std::string& PatternCheck::fault(std::string_view pattern) {
  constexpr size_t kMostRemembered = 4096;
  std::string key(pattern);
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  if (answers_.size() == kMostRemembered) answers_.clear();
  const re2::RE2 compiled(key, re2::RE2::Quiet);
  return answers_.emplace(std::move(key), compiled.ok() ? "" : compiled.error()).first->second;
}

void check_pattern(const Field& field, std::string_view pattern, PatternCheck& patterns) {
  const std::string& fault = patterns.fault(pattern);
  if (fault.empty()) return;
  field.refuse(Rule::Pattern, "is not an RE2 pattern: " + fault + ", found " + quote(pattern));
}

}  // namespace vedette::targets
