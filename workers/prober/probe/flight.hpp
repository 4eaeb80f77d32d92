#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <utility>

#include "model/probe_result.hpp"
#include "prober/egress/policy.hpp"
#include "prober/probe/body_matcher.hpp"
#include "prober/probe/deadline.hpp"
#include "prober/probe/failure.hpp"
#include "prober/probe/probe_plan.hpp"
#include "prober/probe/resolver.hpp"
#include "prober/probe/stopwatch.hpp"
#include "prober/probe/tracer.hpp"

namespace vedette::prober {

/// What all probes of one engine share. Its buffers are scratch: their content does not survive a
/// co_await.
struct EngineShare {
  EngineShare(const boost::asio::any_io_executor& io, ResolverOptions options, EgressPolicy policy)
      : executor(io), egress(std::move(policy)), resolver(io, std::move(options)), matcher(io) {}

  boost::asio::any_io_executor executor;
  EgressPolicy egress;
  Resolver resolver;
  BodyMatcher matcher;
  std::array<char, 32 * 1024> read_buffer{};
  std::array<char, 32 * 1024> decode_buffer{};
};

/// One probe under way: what its stages read and leave behind. Lives in the probe's coroutine.
struct Flight {
  Flight(EngineShare& engine, std::shared_ptr<const ProbePlan> to_probe, SteadyTime until)
      : share(engine),
        plan(std::move(to_probe)),
        deadline(engine.executor, until),
        watch(std::chrono::steady_clock::now()) {}

  EngineShare& share;
  std::shared_ptr<const ProbePlan> plan;
  Deadline deadline;
  Stopwatch watch;
  model::ProbeFacts facts;
  std::unique_ptr<Tracer> tracer;  ///< null = nobody asks

  void enter(model::Phase phase) { watch.enter(phase, std::chrono::steady_clock::now()); }

  /// The deadline passed while the open phase waited.
  [[nodiscard]] Failure timed_out() const;

  /// The finished facts: durations, outcome and, when it failed, why and where.
  [[nodiscard]] model::ProbeFacts land(std::optional<Failure> failure);
};

}  // namespace vedette::prober
