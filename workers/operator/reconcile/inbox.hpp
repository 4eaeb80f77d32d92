#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

#include "base/clock.hpp"
#include "operator/reconcile/change.hpp"

namespace vedette::op {

/// When a burst of changes is acted upon: after 50 ms of quiet, at most 500 ms after its first.
[[nodiscard]] SteadyTime settles_at(SteadyTime first, SteadyTime last);

/// Changes and when each was first seen.
using Changes = std::map<Change, SteadyTime>;

/// Where informers leave what changed until the thread "reconcile" takes it. A change that is there
/// already is one change, so it is never larger than the number of objects. Thread-safe; `clock`
/// must outlive it.
class Inbox {
 public:
  explicit Inbox(const Clock& clock) : clock_(clock) {}

  void add(const Change& change);

  /// Ends a wait() in progress, or the next one, without a change.
  void wake();

  /// All changes, once they have settled; none when woken, at `until`, or when stopped.
  [[nodiscard]] Changes wait(const std::stop_token& stop, SteadyTime until);

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  Changes changes_;     // guarded by mutex_
  SteadyTime first_;    // guarded by mutex_; of what is in changes_
  SteadyTime last_;     // guarded by mutex_
  bool woken_ = false;  // guarded by mutex_
};

}  // namespace vedette::op
