#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "targets/document/fault_log.hpp"

namespace vedette::targets {

/// The first line of an operator's file.
struct RenderedHeader {
  std::string source;
  std::string file;        ///< the file's name without ending
  std::int64_t files = 0;  ///< how many files there are
  std::int64_t epoch = 0;
  std::int64_t count = 0;  ///< lines that follow
  bool allow_shrink = false;
};

/// Reads it; members of later releases are ignored, as in messages. Nothing when it is wrong; why
/// is in `log`. `stem` is the file's own name without ending.
[[nodiscard]] std::optional<RenderedHeader> read_rendered_header(std::string_view line,
                                                                 std::string_view stem,
                                                                 FaultLog& log);

}  // namespace vedette::targets
