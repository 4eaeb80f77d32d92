#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "targets/document/field.hpp"

namespace vedette::targets {

/// Compiles RE2 patterns to see whether they are good, each distinct one once: 100,000 targets
/// often share a handful. Remembers at most 4,096 answers. Not thread-safe.
class PatternCheck {
 public:
  /// RE2's own message, with the offending part; empty when the pattern compiles.
  [[nodiscard]] const std::string& fault(std::string_view pattern);

 private:
  std::unordered_map<std::string, std::string> answers_;
};

/// Refuses `field`, which holds `pattern`, when RE2 does not compile it.
void check_pattern(const Field& field, std::string_view pattern, PatternCheck& patterns);

}  // namespace vedette::targets
