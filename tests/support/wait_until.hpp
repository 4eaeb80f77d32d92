#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace vedette::test {

/// Asks `holds` every 50 ms until it is true. Throws std::runtime_error after `deadline`, saying
/// that `what` did not happen.
void wait_until(const std::string& what, std::chrono::milliseconds deadline,
                const std::function<bool()>& holds);

}  // namespace vedette::test
