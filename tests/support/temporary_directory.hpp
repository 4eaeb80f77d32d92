#pragma once

#include <filesystem>
#include <string_view>

namespace vedette::test {

/// A new, empty directory of this test's own (mode 0700), removed with all it
/// holds when the object dies. Lives in $TMPDIR, else /tmp, so that paths stay
/// short enough for sockets.
class TemporaryDirectory {
 public:
  /// Throws std::system_error when the directory cannot be made.
  explicit TemporaryDirectory(std::string_view name = "vedette");
  ~TemporaryDirectory();

  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace vedette::test
