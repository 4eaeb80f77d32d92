#pragma once

#include <cstdio>
#include <cstdlib>

namespace vedette {

/// Ends the process when `holds` is false, in release builds too: an impossible state is a bug,
/// and a restart is cheaper than a wrong row. `what` names the broken promise.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "vedette: broken promise: %s\n", what);
  std::abort();
}

}  // namespace vedette
