#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/target_id.hpp"
#include "operator/api/object_data.hpp"

namespace vedette::op {

/// The longest file that stays plain.
inline constexpr std::size_t kMostPlainBytes = 700 * 1024;
/// What the API server takes in one ConfigMap or Secret, values of all keys together.
inline constexpr std::size_t kMostObjectBytes = 1024 * 1024;

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

/// Reads back what store() made of file `index`, out of all that its ConfigMap holds; other keys
/// are passed over. Invalid when it is not there, or not as it was written.
[[nodiscard]] Result<TargetFile> restore(const Contents& contents, int index);

}  // namespace vedette::op
