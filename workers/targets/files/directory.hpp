#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "targets/files/unique_fd.hpp"

namespace vedette::targets {

/// A directory held open while it is read. In a volume that kubelet writes, that is what `..data`
/// points to: everything read from one Directory belongs to one state of the volume, whatever is
/// swapped in meanwhile. Not thread-safe.
class Directory {
 public:
  /// Unavailable when it cannot be opened.
  [[nodiscard]] static Result<Directory> open(std::filesystem::path path);

  /// Names of what is in it, sorted; hidden entries (a leading dot) are left out.
  [[nodiscard]] Result<std::vector<std::string>> names() const;

  /// Opens a regular file; symbolic links are followed. Unavailable when it is not there or cannot
  /// be opened, Invalid when it is no regular file. Never blocks.
  [[nodiscard]] Result<UniqueFd> open_file(const std::string& relative) const;

  /// True when the path leads to another directory now than at open().
  [[nodiscard]] bool replaced() const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  Directory(std::filesystem::path path, UniqueFd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::filesystem::path path_;
  UniqueFd fd_;
};

/// Everything in the file. Invalid when it is longer than `max_bytes`, Unavailable when it cannot
/// be read.
[[nodiscard]] Result<std::string> read_all(const UniqueFd& fd, size_t max_bytes);

}  // namespace vedette::targets
