#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace vedette::op {

/// Why a request had no success. `status` is HTTP's, 0 when there was no answer; `reason` is the
/// API server's word for it ("Conflict", "AlreadyExists", "NotFound", "Invalid"), empty without a
/// Status object. `kind` says what can be done: Unavailable and TimedOut may be tried again (after
/// `retry_after`, when the server named one), Invalid never.
struct ApiError {
  ErrorKind kind = ErrorKind::Internal;
  int status = 0;
  std::string reason;
  std::string message;
  std::optional<Millis> retry_after;

  [[nodiscard]] bool conflict() const { return status == 409; }
  [[nodiscard]] bool not_found() const { return status == 404; }
  [[nodiscard]] bool gone() const { return status == 410; }
};

template <typename T>
using ApiResult = tl::expected<T, ApiError>;

}  // namespace vedette::op
