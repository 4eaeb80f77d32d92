#pragma once

#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "targets/target_files.hpp"

namespace vedette::targets {

/// Keeps a TargetSet current: inotify on the directories plus a poll as a net, on a thread of its
/// own ("targets"). Calls `on_change` there with each set that differs from the one before.
class TargetWatcher {
 public:
  using OnChange = std::function<void(std::shared_ptr<const TargetSet>)>;

  /// Loads once before it returns, so current() is never null; `on_change` is first called for
  /// the first difference after that.
  TargetWatcher(TargetFilesOptions options, OnChange on_change, Millis poll = Millis(15'000));
  /// Stops the thread; takes as long as a load in progress.
  ~TargetWatcher();
  TargetWatcher(const TargetWatcher&) = delete;
  TargetWatcher& operator=(const TargetWatcher&) = delete;

  /// The set in effect. Thread-safe.
  [[nodiscard]] std::shared_ptr<const TargetSet> current() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::targets
