#pragma once

#include <vector>

#include "operator/kube/object_reader.hpp"

namespace vedette::op {

/// The caches of one kind in several namespaces as one; without any, a kind of which there is
/// nothing. No object may be in two of them. Thread-safe as they are.
class MergedReader final : public ObjectReader {
 public:
  /// They must outlive it.
  explicit MergedReader(std::vector<const ObjectReader*> readers) : readers_(std::move(readers)) {}

  [[nodiscard]] bool synced() const override;
  [[nodiscard]] ObjectPtr find(const ObjectKey& key) const override;
  [[nodiscard]] std::vector<ObjectPtr> all() const override;

 private:
  std::vector<const ObjectReader*> readers_;
};

}  // namespace vedette::op
