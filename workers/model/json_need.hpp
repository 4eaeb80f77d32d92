#pragma once

#include <cstdint>

namespace vedette::model {

/// Whether a field of a message may be missing; null counts as missing.
enum class Need { Required, Optional };

/// Most that an epoch in a message may be: the year 9999 in Unix ms.
inline constexpr std::int64_t kMostEpoch = 253'402'300'799'999;

}  // namespace vedette::model
