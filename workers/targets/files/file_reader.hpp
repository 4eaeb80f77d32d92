#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "targets/files/file_state.hpp"
#include "targets/files/line_reader.hpp"
#include "targets/files/unique_fd.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::targets {

/// What reading a file needs to know of it.
struct FileToRead {
  std::string path;  ///< as shown to people
  size_t origin = 0;
  const FileState* previous = nullptr;  ///< null the first time
};

/// The longest hand-written file.
inline constexpr size_t kMaxManifestBytes = 16 << 20;

/// Reads a hand-written file (.yaml, .yml, .json) of targets of `source`. Invalid or Unavailable
/// when it cannot be read at all: the previous state then stays. A file whose text is broken keeps
/// its previous entries, in a new state with the faults. Null when nothing changed.
[[nodiscard]] Result<std::shared_ptr<const FileState>> read_hand_written(const FileToRead& file,
                                                                         const UniqueFd& fd,
                                                                         const std::string& source,
                                                                         PatternCheck& patterns);

/// One form of an operator's file: plain or compressed.
struct RenderedForm {
  std::string name;  ///< "targets-07.jsonl.gz"
  LineReader::Format format = LineReader::Format::Plain;
  UniqueFd fd;
};

/// Reads an operator's file, whichever form has the higher epoch. Null when nothing changed: that
/// epoch is not above the one in effect. An error, with faults that say why, when the file must
/// not take effect: its header is wrong, its lines are not as many as it says or no JSON, or it
/// drops more than half of its targets without allowShrink.
[[nodiscard]] tl::expected<std::shared_ptr<const FileState>, std::vector<Fault>> read_rendered(
    const FileToRead& file, std::vector<RenderedForm> forms, PatternCheck& patterns);

}  // namespace vedette::targets
