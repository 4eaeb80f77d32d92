#pragma once

#include <string>

#include "model/target.hpp"

namespace vedette::op {

/// What stands behind a reference.
struct FoundContent {
  enum class Kind {
    Found,
    NoObject,  ///< no such Secret or ConfigMap, or none that carries the label
    NoKey,
    Broken,  ///< it is there and cannot be read
  };

  Kind kind = Kind::NoObject;
  std::string text;  ///< the content when Found; why, in a phrase, when Broken
};

/// Finds what targets refer to: in the caches of a cluster, in a directory, in a test.
class ContentSource {
 public:
  virtual ~ContentSource() = default;

  /// What a target in namespace `ns` means by `reference`, a Secret's or a ConfigMap's.
  [[nodiscard]] virtual FoundContent find(const std::string& ns,
                                          const model::Reference& reference) const = 0;
};

}  // namespace vedette::op
