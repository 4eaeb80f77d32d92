#pragma once

#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "targets/target_files.hpp"

namespace vedette::targets {

/// Keeps a TargetSet current: inotify on the directories plus a poll as a net, on a thread of its
/// own ("targets"). Calls `on_change` there with each set whose content differs from the one
/// before.
class TargetWatcher {
 public:
  using OnChange = std::function<void(std::shared_ptr<const TargetSet>)>;

  /// Loads once before it returns, so current() is never null; `on_change` is first called for
  /// the first difference after that. `on_change` may be empty and must not
  /// throw.
  TargetWatcher(const TargetFilesOptions& options, OnChange on_change,
                Millis poll = Millis(15'000));
  /// Stops the thread; takes as long as a load in progress.
  ~TargetWatcher();
  TargetWatcher(const TargetWatcher&) = delete;
  TargetWatcher& operator=(const TargetWatcher&) = delete;

  /// The set in effect, with the counts of the last load. Thread-safe.
  [[nodiscard]] std::shared_ptr<const TargetSet> current() const;

  /// False when the kernel grants no inotify watches (fs.inotify.max_user_instances): changes are
  /// then seen by the poll only. Thread-safe.
  [[nodiscard]] bool watching() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::targets
