#pragma once

#include "base/clock.hpp"

namespace vedette::test {

/// How long the calling thread has waited for a processor so far while it could have run (Linux'
/// schedstat): what is late by that much is the machine's fault, not the program's.
[[nodiscard]] Micros waited_for_a_processor();

}  // namespace vedette::test
