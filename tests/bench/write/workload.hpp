#pragma once

#include <chrono>

#include "support/writer/synthetic_results.hpp"

namespace vedette::bench {

/// What is stored: 10 000 targets, one slot of 30 s after the other, from the beginning of
/// yesterday (UTC) on, so that a million rows lie in one partition and inside the writer's window.
[[nodiscard]] inline test::SyntheticResults make_workload() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return test::SyntheticResults({.targets = 10'000,
                                 .first_slot = today - std::chrono::days(1),
                                 .interval = Millis(30'000),
                                 .location = "default"});
}

}  // namespace vedette::bench
