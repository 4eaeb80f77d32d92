#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "operator/kube/api_result.hpp"

namespace vedette::op {

/// A Retry-After header as the API server writes it, whole seconds; at most a minute is believed.
/// Nothing for anything else (HTTP dates are not used by it).
[[nodiscard]] std::optional<Millis> retry_after_from(std::string_view header);

/// The error that an answer means, `request` naming what was asked ("PATCH /api/v1/…"). `body` is a
/// Status object, or any text. Of kind
/// - Unavailable: 401 and 403 (somebody must grant it, and may), 409 Conflict (look again), 410,
///   429 and 5xx;
/// - Invalid: 404, 409 AlreadyExists, 400, 422, everything else; and the 500s with which
///   server-side apply refuses a body that it cannot merge.
[[nodiscard]] ApiError api_error_from(std::string_view request, int status, std::string_view body,
                                      std::optional<Millis> retry_after);

/// The error of a request that had no answer.
[[nodiscard]] ApiError api_error_from(const Error& error);

}  // namespace vedette::op
