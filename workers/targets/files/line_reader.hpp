#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "targets/files/sha256.hpp"
#include "targets/files/unique_fd.hpp"

namespace vedette::targets {

/// Reads a text file line by line, a gzip one too, in memory of one line: 100,000 targets never
/// stand in memory as text. Not thread-safe.
class LineReader {
 public:
  enum class Format { Plain, Gzip };

  /// Bounds against files that are too large and gzip files that swell.
  struct Limits {
    size_t line_bytes = 1 << 20;
    size_t file_bytes = 256 << 20;  ///< after decompression
  };

  LineReader(UniqueFd fd, Format format, Limits limits);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  /// The next line without its end, valid until the next call; nothing at the file's end. Invalid
  /// when a limit is passed or the gzip data is broken or cut short, Unavailable when reading
  /// fails.
  [[nodiscard]] Result<std::optional<std::string_view>> next();

  /// Of the file's bytes as stored. REQUIRES: next() has returned the end; once.
  [[nodiscard]] std::string sha256() { return hash_.finish(); }

 private:
  struct Inflater;

  [[nodiscard]] Result<void> fill();
  [[nodiscard]] Result<void> append(std::string_view bytes);

  UniqueFd fd_;
  Limits limits_;
  std::unique_ptr<Inflater> inflater_;  ///< null for plain files
  Sha256 hash_;
  std::string text_;  ///< what was read and not yet handed out, from `begin_` on
  size_t begin_ = 0;
  size_t total_ = 0;
  bool at_end_ = false;
};

}  // namespace vedette::targets
