#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "base/result.hpp"
#include "operator/reconcile/plan/file_plan.hpp"
#include "operator/render/target_file.hpp"

namespace vedette::op {

/// A directory of rendered files: targets-NN.jsonl or .jsonl.gz, and sha256-* for what they refer
/// to. Files are replaced by renaming, so that a prober that reads meanwhile sees whole ones. Not
/// thread-safe.
class OutputFolder {
 public:
  /// Makes the directory if need be. Unavailable when that fails.
  [[nodiscard]] static Result<OutputFolder> open(std::filesystem::path path);

  /// What is there of a file; nothing of what cannot be read.
  [[nodiscard]] PreviousOutput previous(int index) const;

  /// Writes contents first, readable for the owner alone. `file` may be null: it stays as it is.
  [[nodiscard]] Result<void> write(const Contents& secrets, const StoredFile* file) const;

  /// Deletes the contents under other keys than these.
  void keep_only(const std::set<std::string>& keys) const;

 private:
  explicit OutputFolder(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace vedette::op
