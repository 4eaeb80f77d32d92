#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/clock.hpp"
#include "operator/kube/object.hpp"
#include "operator/reconcile/status/status.hpp"

namespace vedette::op {

/// Statuses that wait to be written: the latest wish of each target, in the order in which they
/// first came. Never larger than the number of targets. Thread-safe.
class StatusQueue {
 public:
  using Entry = std::pair<ObjectKey, StatusWish>;

  /// Replaces what waits for that target.
  void put(const ObjectKey& target, StatusWish wish);

  /// Puts back what could not be written, unless a newer wish has come meanwhile.
  void put_back(Entry entry);

  /// The oldest, after waiting for one until `until`; nothing then, and when stopped.
  [[nodiscard]] std::optional<Entry> take(const std::stop_token& stop, SteadyTime until);

  [[nodiscard]] std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any filled_;
  std::map<ObjectKey, StatusWish> wishes_;  // guarded by mutex_
  std::deque<ObjectKey> order_;             // guarded by mutex_; the keys of wishes_
};

}  // namespace vedette::op
