#pragma once

#include <optional>
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "model/names.hpp"

namespace vedette::prober {

/// Why a probe ends without being up. Not an Error: a site that is down is a result.
struct Failure {
  model::Reason reason = model::Reason::Other;
  std::string message;  ///< may hold text from outside, not yet cleaned
  /// Absent = the phase that is open; assertions name their own (docs/architecture.md §6).
  std::optional<model::Phase> phase = std::nullopt;
};

/// What a step of the probe found, or why the probe ends here.
template <typename T>
using Checked = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> ends(
    model::Reason reason, std::string message, std::optional<model::Phase> phase = std::nullopt) {
  return tl::unexpected<Failure>(Failure{reason, std::move(message), phase});
}

/// Unknown for the reasons that speak about the prober, Up for Ok, Down for all others.
[[nodiscard]] inline model::Outcome outcome_of(model::Reason reason) {
  using model::Reason;
  switch (reason) {
    case Reason::Ok:
      return model::Outcome::Up;
    case Reason::ProberStalled:
    case Reason::ProberResources:
    case Reason::ProberOffline:
    case Reason::ConfigError:
      return model::Outcome::Unknown;
    default:
      return model::Outcome::Down;
  }
}

}  // namespace vedette::prober
