#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "operator/kube/object_reader.hpp"
#include "operator/kube/watch_event.hpp"

namespace vedette::op {

/// The objects of an informer. Thread-safe; one thread changes it.
class ObjectCache final : public ObjectReader {
 public:
  /// Makes it hold exactly `objects`; from then on it is synced. Returns the keys of those that
  /// were added, changed or removed by that, in their order.
  std::vector<ObjectKey> replace(std::vector<Object> objects);

  /// Applies Added, Modified or Deleted. Returns the object's key when that changed anything.
  std::optional<ObjectKey> apply(WatchEvent event);

  [[nodiscard]] bool synced() const override;
  [[nodiscard]] ObjectPtr find(const ObjectKey& key) const override;
  [[nodiscard]] std::vector<ObjectPtr> all() const override;
  [[nodiscard]] std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  bool synced_ = false;                     // guarded by mutex_
  std::map<ObjectKey, ObjectPtr> objects_;  // guarded by mutex_
};

}  // namespace vedette::op
