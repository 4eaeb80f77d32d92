#pragma once

#include <array>
#include <string_view>

#include "operator/kube/api_result.hpp"

namespace vedette::op {

/// How a write ended, by what follows from it.
enum class WriteResult {
  Written,
  Conflict,     ///< the object is another one than we know: look again
  Unavailable,  ///< try again later
  Refused,      ///< the same write would be refused again
};

inline constexpr std::array kWriteResults{WriteResult::Written, WriteResult::Conflict,
                                          WriteResult::Unavailable, WriteResult::Refused};

/// "written", "conflict", "unavailable", "refused".
[[nodiscard]] std::string_view to_text(WriteResult result);

[[nodiscard]] WriteResult result_of(const ApiError& error);

template <typename T>
[[nodiscard]] WriteResult result_of(const ApiResult<T>& answer) {
  return answer ? WriteResult::Written : result_of(answer.error());
}

}  // namespace vedette::op
