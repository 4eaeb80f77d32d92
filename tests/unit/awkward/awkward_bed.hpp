#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "prober/probe/plan.hpp"
#include "prober/probe/prober.hpp"
#include "support/black_hole.hpp"
#include "support/site/raw_server.hpp"
#include "unit/awkward/awkward_place.hpp"
#include "unit/awkward/row.hpp"

namespace vedette::test {

/// What one row's probe found and cost.
struct Flown {
  model::ProbeFacts facts;
  std::string port;  ///< of the row's server
  /// The end behind the deadline, less what the thread waited for a processor meanwhile (Linux'
  /// schedstat): the machine's other work is not the engine's fault. Negative = ahead of it.
  Micros lateness{0};
  /// The longest time that the loop let others wait for their turn, less the same.
  Micros longest_turn{0};
  /// By how much the process's peak of resident memory rose, servers included.
  std::int64_t grown_bytes = 0;
};

/// Servers of awkward_place()'s scripts, and an engine's prober on the test's own thread.
class AwkwardBed {
 public:
  AwkwardBed();

  /// Starts the row's server and returns the target that meets it. The server lives as long as the
  /// bed, for several targets if asked.
  [[nodiscard]] model::Target stage(const Row& row);

  /// Stages and probes, once.
  [[nodiscard]] Flown fly(const Row& row);

  [[nodiscard]] prober::Planner& planner() { return planner_; }

 private:
  std::string url_for(const Row& row);

  AwkwardPlace& place_;
  std::vector<std::unique_ptr<RawServer>> servers_;
  std::vector<std::unique_ptr<BlackHole>> holes_;
  boost::asio::io_context io_{1};
  prober::Planner planner_;
  prober::Prober prober_;
};

}  // namespace vedette::test
