#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "targets/document/field.hpp"

namespace vedette::targets {

/// What of `metadata` counts. A name that broke a rule is left empty.
struct Metadata {
  std::string ns;
  std::string name;
  std::optional<std::int64_t> generation;
};

/// `metadata`: name, namespace (default "default") and generation are used; what else the API
/// server keeps there is accepted and ignored: labels and annotations held against its rules, as
/// people write them, the rest unread.
[[nodiscard]] Metadata read_metadata(const Field& metadata);

}  // namespace vedette::targets
