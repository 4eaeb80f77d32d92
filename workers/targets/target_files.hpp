#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "targets/target_set.hpp"

namespace vedette::targets {

/// What becomes of the texts that targets take from secrets and ConfigMaps.
enum class ReferencedTexts {
  Read,       ///< a target counts once it has them all
  LeaveOpen,  ///< for readers that only need what is declared
};

struct TargetFilesOptions {
  std::vector<std::filesystem::path> paths;  ///< files or directories, hand-written or operator's
  std::filesystem::path secrets_dir = {};    ///< empty = references cannot be read
  std::string source = "default";            ///< of hand-written targets
  ReferencedTexts referenced_texts = ReferencedTexts::Read;
};

/// Reads target files and remembers the last good content of each. Not thread-safe: one thread
/// loads, the returned sets may be shared with any thread.
class TargetFiles {
 public:
  explicit TargetFiles(TargetFilesOptions options);
  ~TargetFiles();
  TargetFiles(const TargetFiles&) = delete;
  TargetFiles& operator=(const TargetFiles&) = delete;

  /// Reads all paths again and returns what is now in effect, by the rules of
  /// docs/architecture.md §4: a bad target is quarantined alone; an unreadable or missing operator
  /// file, or one with an equal or lower epoch, keeps its last good set; an unreadable or empty
  /// hand-written directory changes nothing. Everything wrong is in `faults`, never thrown.
  [[nodiscard]] std::shared_ptr<const TargetSet> load();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace vedette::targets
