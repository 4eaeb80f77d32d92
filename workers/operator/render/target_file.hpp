#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/target_id.hpp"

namespace vedette::op {

/// One operator file (docs/architecture.md §4): header and a line for each target.
struct TargetFile {
  std::string source;
  int index = 0;  ///< 0 … files - 1; the file is "targets-07"
  int files = 0;
  std::int64_t epoch = 0;
  bool allow_shrink = false;
  std::map<model::TargetId, std::string> lines;  ///< JSON without newline, as written

  /// "targets-07".
  [[nodiscard]] std::string name() const;
  bool operator==(const TargetFile&) const = default;
};

/// Header line and lines, each ending in a newline.
[[nodiscard]] std::string to_text(const TargetFile& file);

/// Reads what to_text wrote. Invalid when it is anything else: a hand-edited file.
[[nodiscard]] Result<TargetFile> target_file_from(std::string_view text);

/// The bytes of a file as they go into a ConfigMap: plain up to 700 KiB, gzip beyond.
struct StoredFile {
  std::string key;  ///< "targets-07.jsonl" or "targets-07.jsonl.gz"
  std::string bytes;
  bool compressed = false;
};

/// Equal files give equal bytes. Invalid when even the compressed form exceeds 1 MiB: then too many
/// targets share one file.
[[nodiscard]] Result<StoredFile> store(const TargetFile& file);

}  // namespace vedette::op
