#pragma once

#include <cstddef>

#include "model/probe_result.hpp"

namespace vedette::test {

/// Results as a fleet of probers would make them: deterministic, every one with an identity of its
/// own. The n-th is of target n mod `targets`, one slot of `interval` after the one before.
class SyntheticResults {
 public:
  struct Options {
    std::size_t targets = 1000;
    SystemTime first_slot;
    Millis interval{1'000};
    std::string location = "default";
  };
  explicit SyntheticResults(Options options);

  /// One in twenty is down, half are https.
  [[nodiscard]] model::ProbeResult make(std::size_t n) const;

 private:
  Options options_;
  std::vector<model::ResultTarget> targets_;
};

}  // namespace vedette::test
