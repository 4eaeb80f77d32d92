#pragma once

#include <functional>

namespace vedette::op {

/// Whether this process may write at this moment; asked before every write. Thread-safe.
using IsLeader = std::function<bool()>;

}  // namespace vedette::op
