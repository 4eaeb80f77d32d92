#pragma once

#include <vector>

#include "operator/kube/object.hpp"

namespace vedette::op {

/// What is known of one kind of objects now: an informer's cache, or a test's. Thread-safe.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;

  /// False until a first list was read to its end; what follows means nothing before.
  [[nodiscard]] virtual bool synced() const = 0;
  /// Null when there is none.
  [[nodiscard]] virtual ObjectPtr find(const ObjectKey& key) const = 0;
  /// All, in the order of their keys.
  [[nodiscard]] virtual std::vector<ObjectPtr> all() const = 0;
};

}  // namespace vedette::op
