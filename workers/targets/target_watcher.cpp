#include "targets/target_watcher.hpp"

#include <atomic>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include <pthread.h>

#include "targets/files/directory_watch.hpp"

namespace vedette::targets {
namespace {

/// After a change by hand: how long nothing more must happen before it is read, and the most that
/// a stream of changes can put it off.
constexpr Millis kQuiet{50};
constexpr Millis kMostDelay{500};

std::vector<std::filesystem::path> watched_paths(const TargetFilesOptions& options) {
  std::vector<std::filesystem::path> paths = options.paths;
  if (!options.secrets_dir.empty()) paths.push_back(options.secrets_dir);
  return paths;
}

}  // namespace

struct TargetWatcher::Impl {
  Impl(const TargetFilesOptions& options, OnChange changed, Millis poll_every)
      : on_change(std::move(changed)),
        poll(poll_every),
        watch(watched_paths(options)),
        files(options) {
    watch.arm();
    watching.store(watch.works());
    current = files.load();
    thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  void run(const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "targets");
    while (true) {
      const DirectoryWatch::Wake wake = watch.wait(poll, stop);
      if (wake == DirectoryWatch::Wake::Changed) settle(stop);
      if (stop.stop_requested()) return;
      watch.arm();
      watching.store(watch.works());
      publish(files.load());
    }
  }

  /// Waits until whoever writes files by hand has finished.
  void settle(const std::stop_token& stop) {
    const auto deadline = std::chrono::steady_clock::now() + kMostDelay;
    while (std::chrono::steady_clock::now() < deadline) {
      if (watch.wait(kQuiet, stop) != DirectoryWatch::Wake::Changed) return;
    }
  }

  void publish(std::shared_ptr<const TargetSet> loaded) {
    bool differs = false;
    {
      const std::lock_guard lock(mutex);
      differs = !same_content(*current, *loaded);
      current = loaded;
    }
    if (differs && on_change) on_change(std::move(loaded));
  }

  OnChange on_change;
  Millis poll;
  DirectoryWatch watch;  // of the thread alone, once it runs
  TargetFiles files;     // likewise
  std::atomic<bool> watching{false};
  mutable std::mutex mutex;
  std::shared_ptr<const TargetSet> current;  // guarded by mutex
  std::jthread thread;
};

TargetWatcher::TargetWatcher(const TargetFilesOptions& options, OnChange on_change, Millis poll)
    : impl_(std::make_unique<Impl>(options, std::move(on_change), poll)) {}

TargetWatcher::~TargetWatcher() = default;

std::shared_ptr<const TargetSet> TargetWatcher::current() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->current;
}

bool TargetWatcher::watching() const { return impl_->watching; }

}  // namespace vedette::targets
