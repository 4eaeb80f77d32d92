#pragma once

#include <cstdint>

#include "base/result.hpp"

namespace vedette::runtime {

/// Raises this process's soft limit of open descriptors to its hard limit and returns what it is
/// then. Every probe in flight needs one; a desktop's soft limit is 1024. Fails with Internal when
/// the kernel refuses.
[[nodiscard]] Result<std::uint64_t> raise_descriptor_limit();

}  // namespace vedette::runtime
