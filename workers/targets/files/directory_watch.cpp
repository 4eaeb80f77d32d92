#include "targets/files/directory_watch.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include "base/require.hpp"

namespace vedette::targets {
namespace {

constexpr std::uint32_t kEvents = IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM |
                                  IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr std::string_view kKubeletLink = "..data";
constexpr int kMostLooks = 3;

/// Absolute, without a final slash, so that every path has a name and a parent.
std::filesystem::path tidy(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

DirectoryWatch::DirectoryWatch(std::vector<std::filesystem::path> paths)
    : paths_(std::move(paths)),
      inotify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)),
      stopped_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  require(static_cast<bool>(stopped_), "the kernel grants an eventfd");
  std::transform(paths_.begin(), paths_.end(), paths_.begin(), tidy);
}

void DirectoryWatch::arm() {
  if (!inotify_) return;
  const std::map<int, Watch> before = std::exchange(watches_, {});
  for (const std::filesystem::path& path : paths_) arm_path(path);
  for (const auto& [watch, what] : before) {
    if (!watches_.contains(watch)) ::inotify_rm_watch(inotify_.get(), watch);
  }
}

/// Watches the parent, or the nearest ancestor that is there, and then the path itself: in this
/// order nothing can appear unseen between the two.
void DirectoryWatch::arm_path(const std::filesystem::path& path) {
  std::filesystem::path child = path;
  int looks = 0;
  while (child.has_relative_path()) {
    if (!add(child.parent_path(), child.filename().string())) {
      child = child.parent_path();
      continue;
    }
    // A directory on the way that appeared since it was looked at: look again.
    std::error_code error;
    if (child == path || ++looks == kMostLooks || !std::filesystem::exists(child, error)) break;
    child = path;
  }
  static_cast<void>(add(path, ""));  // a file cannot be watched so; its parent is
}

/// Watches `name` in `directory`, all of it when `name` is empty. The kernel gives a directory the
/// same watch again.
bool DirectoryWatch::add(const std::filesystem::path& directory, const std::string& name) {
  const int watch = ::inotify_add_watch(inotify_.get(), directory.c_str(), kEvents);
  if (watch < 0) return false;
  if (name.empty()) {
    watches_[watch].whole = true;
  } else {
    watches_[watch].names.insert(name);
  }
  return true;
}

DirectoryWatch::Wake DirectoryWatch::wait(Millis timeout, const std::stop_token& stop) {
  const std::stop_callback on_stop(stop, [this] { ::eventfd_write(stopped_.get(), 1); });
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    const auto left = std::chrono::ceil<Millis>(deadline - std::chrono::steady_clock::now());
    std::array<pollfd, 2> fds{pollfd{stopped_.get(), POLLIN, 0}, pollfd{inotify_.get(), POLLIN, 0}};
    const int ready =
        ::poll(fds.data(), fds.size(), static_cast<int>(std::max(left, Millis(0)).count()));
    if (stop.stop_requested()) return Wake::Stopped;
    if (ready == 0) return Wake::Timeout;
    if (ready < 0 || (fds[1].revents & POLLIN) == 0) continue;
    if (const Wake wake = read_events(); wake != Wake::Timeout) return wake;
  }
}

/// Timeout when none of the events counts.
DirectoryWatch::Wake DirectoryWatch::read_events() {
  Wake wake = Wake::Timeout;
  std::array<char, 16 * 1024> buffer{};
  while (true) {
    const ssize_t got = ::read(inotify_.get(), buffer.data(), buffer.size());
    if (got <= 0) return wake;
    for (size_t at = 0; at < static_cast<size_t>(got);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string name = event.len == 0 ? "" : buffer.data() + at + sizeof event;
      at += sizeof event + event.len;
      if ((event.mask & IN_Q_OVERFLOW) == 0 && !counts(event.wd, name)) continue;
      const bool swapped = name == kKubeletLink && (event.mask & IN_MOVED_TO) != 0;
      if (swapped || wake == Wake::Timeout) wake = swapped ? Wake::Swapped : Wake::Changed;
    }
  }
}

bool DirectoryWatch::counts(int watch, const std::string& name) const {
  const auto found = watches_.find(watch);
  if (found == watches_.end()) return false;
  if (found->second.names.contains(name)) return true;
  return found->second.whole && (!name.starts_with('.') || name == kKubeletLink);
}

}  // namespace vedette::targets
