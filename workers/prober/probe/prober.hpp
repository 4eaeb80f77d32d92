#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/egress/policy.hpp"
#include "prober/probe/plan.hpp"
#include "prober/probe/resolver_options.hpp"
#include "prober/probe/trace.hpp"

namespace vedette::prober {

/// Probes websites on one io_context. One per engine; not thread-safe, must be used on the thread
/// that runs the io_context. The process must ignore SIGPIPE (runtime/signals.hpp does).
///
/// Ending with probes in flight: stop the io_context, destroy the Prober, destroy the io_context;
/// the probes' coroutines are destroyed with it and keep what they need until then.
class Prober {
 public:
  explicit Prober(boost::asio::io_context& io, ResolverOptions resolver = {},
                  EgressPolicy egress = {});
  ~Prober();
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  /// Probes once: resolve, connect, TLS, request, answer, redirects, assertions. Never throws; ends
  /// at `deadline` (plus what the loop is late), whatever the server does. Durations are disjoint
  /// and the phase that was open is charged. An outcome of Unknown means this process lacked
  /// resources or is offline; stalls of the loop are the caller's to judge. `trace` is left with
  /// what the probe did, and is not touched any more once the coroutine has ended; null = nobody
  /// asks.
  [[nodiscard]] boost::asio::awaitable<model::ProbeFacts> probe(
      std::shared_ptr<const ProbePlan> plan, SteadyTime deadline,
      std::shared_ptr<Trace> trace = nullptr);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace vedette::prober
