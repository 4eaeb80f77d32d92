#pragma once

#include <string>
#include <string_view>

namespace vedette::model {

/// Why `name` cannot be asked for in the DNS, one phrase; empty when it can. A name is at most 253
/// bytes of labels of 1 … 63 letters, digits, `-` and `_`, with an optional final dot; its last
/// label may not be a number (RFC 3696 §2: then it is a mistyped address).
[[nodiscard]] std::string host_name_fault(std::string_view name);

}  // namespace vedette::model
