#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "model/target.hpp"
#include "prober/probe/plan.hpp"
#include "prober/probe/prober.hpp"

namespace vedette::test {

/// A target with every default, for that URL.
[[nodiscard]] model::Target target_of(const std::string& url);

/// The sum of the phases; equal to the total, or a phase was charged twice or never.
[[nodiscard]] Micros sum_of_phases(const model::Durations& durations);

/// The duration of one phase.
[[nodiscard]] Micros duration_of(const model::Durations& durations, model::Phase phase);

/// Makes plans and runs probes, one at a time, on an io_context on the test's own thread.
class ProbeBed {
 public:
  /// Asks no nameserver of the machine's unless told to: 127.0.0.1:1 refuses.
  explicit ProbeBed(prober::ResolverOptions resolver = {{"127.0.0.1:1"}, {"search.test"}},
                    prober::EgressPolicy egress = {}, prober::Proxies proxies = {});

  /// Runs one probe to its end. Requires that a plan can be made of the target.
  [[nodiscard]] model::ProbeFacts probe(const model::Target& target, Millis timeout = Millis(5000));
  [[nodiscard]] model::ProbeFacts probe(const std::string& url, Millis timeout = Millis(5000));

  /// Runs one probe of each at the same time; the facts are in the same order.
  [[nodiscard]] std::vector<model::ProbeFacts> probe_all(const std::vector<model::Target>& targets,
                                                         Millis timeout);

  /// What a probe of it did.
  [[nodiscard]] prober::Trace trace(const model::Target& target, Millis timeout = Millis(5000));

  /// Starts a probe that nobody waits for.
  void start(const model::Target& target, Millis timeout);

  [[nodiscard]] std::shared_ptr<const prober::ProbePlan> plan(const model::Target& target);

  [[nodiscard]] boost::asio::io_context& io() { return io_; }

 private:
  boost::asio::io_context io_{1};
  prober::Planner planner_;
  prober::Prober prober_;
};

}  // namespace vedette::test
