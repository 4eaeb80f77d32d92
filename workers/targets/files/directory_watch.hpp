#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "targets/files/unique_fd.hpp"

namespace vedette::targets {

/// Wakes when something happens to files or directories (inotify). Watches directories, never
/// files: what is replaced by rename, as editors and kubelet do, would take its watch with it. Also
/// watches the parents, so that a path may appear, vanish or be replaced as a whole. Not
/// thread-safe.
class DirectoryWatch {
 public:
  enum class Wake {
    Changed,  ///< something was written; more may follow
    Swapped,  ///< kubelet's `..data` was replaced: all is there
    Timeout,
    Stopped,
  };

  explicit DirectoryWatch(std::vector<std::filesystem::path> paths);

  /// False when the kernel grants no inotify instance or no watch: only the caller's poll remains.
  [[nodiscard]] bool works() const { return inotify_ && !watches_.empty(); }

  /// Sets the watches on what is there now. Call before reading: what changes later wakes wait().
  void arm();

  /// Waits for a change of a path, at most `timeout`. Prompt when `stop` is requested.
  [[nodiscard]] Wake wait(Millis timeout, const std::stop_token& stop);

 private:
  struct Watch {
    bool whole = false;           ///< every visible name counts
    std::set<std::string> names;  ///< else only these
  };

  void arm_path(const std::filesystem::path& path);
  [[nodiscard]] bool add(const std::filesystem::path& directory, const std::string& name);
  [[nodiscard]] Wake read_events();
  [[nodiscard]] bool counts(int watch, const std::string& name) const;

  std::vector<std::filesystem::path> paths_;
  UniqueFd inotify_;
  UniqueFd stopped_;  ///< an eventfd: readable once a stop was requested
  std::map<int, Watch> watches_;
};

}  // namespace vedette::targets
