#pragma once

#include <string>
#include <string_view>

#include "operator/kube/api_result.hpp"
#include "operator/kube/object.hpp"

namespace vedette::op {

/// One line of a watch.
struct WatchEvent {
  enum class Type { Added, Modified, Deleted, Bookmark, Error };
  Type type = Type::Bookmark;
  std::string resource_version;  ///< where the stream stands after it; empty for Error
  Object object;                 ///< of Added, Modified, Deleted
  ApiError error;                ///< of Error; it comes inside an answer 200
};

/// Reads a line. Invalid when it is no event that this client knows.
[[nodiscard]] Result<WatchEvent> watch_event_from(std::string_view line);

}  // namespace vedette::op
