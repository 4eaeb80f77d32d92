#pragma once

#include <functional>
#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/egress/policy.hpp"
#include "prober/probe/plan.hpp"

namespace vedette::prober {

/// Probes once, as Prober::probe does.
using ProbeFn = std::function<boost::asio::awaitable<model::ProbeFacts>(
    std::shared_ptr<const ProbePlan> plan, SteadyTime deadline)>;

/// Makes the ProbeFn of an engine, on its thread. It is destroyed there too, when the io_context
/// has stopped; the coroutines of abandoned probes are destroyed later, with the io_context.
using ProbeFactory = std::function<ProbeFn(boost::asio::io_context&)>;

/// The ProbeFactory that probes websites, going only where `egress` allows.
[[nodiscard]] ProbeFactory website_probes(EgressPolicy egress);

}  // namespace vedette::prober
