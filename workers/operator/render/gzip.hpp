#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vedette::op {

/// One gzip member (RFC 1952) without name and time: equal bytes give equal bytes.
[[nodiscard]] std::string gzip(std::string_view bytes);

/// Invalid when `bytes` are not exactly one whole gzip member, or hold more than `max_bytes`.
[[nodiscard]] Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes);

}  // namespace vedette::op
