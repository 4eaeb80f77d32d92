#include "targets/rules/pattern_check.hpp"

#include <re2/re2.h>

namespace vedette::targets {

const std::string& PatternCheck::fault(std::string_view pattern) {
  constexpr size_t kMostRemembered = 4096;
  std::string key(pattern);
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  if (answers_.size() == kMostRemembered) answers_.clear();
  const re2::RE2 compiled(key, re2::RE2::Quiet);
  return answers_.emplace(std::move(key), compiled.ok() ? "" : compiled.error()).first->second;
}

}  // namespace vedette::targets
