#pragma once

#include <algorithm>

#include "base/clock.hpp"
#include "base/require.hpp"
#include "model/names.hpp"
#include "model/probe_result.hpp"

namespace vedette::prober {

/// Charges every microsecond of a probe to exactly one phase. One phase is open at any moment; a
/// phase may be opened again (redirects) and its times add up. Because all durations are
/// differences of the same row of boundaries, they sum to the total by construction.
class Stopwatch {
 public:
  /// Dns is open from `start` on.
  explicit Stopwatch(SteadyTime start) : start_(start) {}

  /// Closes the open phase at `now` and opens `phase`. A `now` before the last one counts as it.
  void enter(model::Phase phase, SteadyTime now) {
    close(now);
    open_ = phase;
  }

  /// The time since the last boundary turns out to belong to `phase`, which stays open: a head that
  /// began to arrive was only a 1xx, so the server is still processing.
  void reclassify(model::Phase phase) { open_ = phase; }

  [[nodiscard]] model::Phase open() const { return open_; }

  /// Charges the open phase up to `now` and returns all durations so far.
  [[nodiscard]] const model::Durations& read(SteadyTime now) {
    close(now);
    return spent_;
  }

 private:
  void close(SteadyTime now) {
    const auto at = std::max(std::chrono::duration_cast<Micros>(now - start_), spent_.total);
    field(open_) += at - spent_.total;
    spent_.total = at;
  }

  Micros& field(model::Phase phase) {
    switch (phase) {
      case model::Phase::Dns:
        return spent_.dns;
      case model::Phase::Connect:
        return spent_.connect;
      case model::Phase::Tls:
        return spent_.tls;
      case model::Phase::Request:
        return spent_.request;
      case model::Phase::Processing:
        return spent_.processing;
      case model::Phase::Transfer:
        return spent_.transfer;
    }
    require(false, "a phase without a duration");
    return spent_.dns;
  }

  SteadyTime start_;
  model::Phase open_ = model::Phase::Dns;
  model::Durations spent_;
};

}  // namespace vedette::prober
