#include "prober/probe/prober.hpp"

#include <exception>
#include <new>
#include <utility>

#include "prober/probe/course.hpp"
#include "prober/probe/error_map.hpp"
#include "prober/probe/flight.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::ProbeFacts;
using model::Reason;

struct Prober::Impl : EngineShare {
  using EngineShare::EngineShare;
};

namespace {

/// An exception of Asio or of the allocator: this machine's trouble, never the site's.
Failure failure_of(const std::exception& error) {
  return {Reason::ProberResources, std::string("the prober could not go on: ") + error.what()};
}

/// Keeps `share` and `plan` as long as the coroutine lives, be the Prober gone or not.
asio::awaitable<ProbeFacts> fly(std::shared_ptr<EngineShare> share,
                                std::shared_ptr<const ProbePlan> plan, SteadyTime deadline,
                                std::shared_ptr<Trace> trace) {
  Flight flight(*share, plan, deadline);
  if (trace != nullptr) {
    flight.tracer = std::make_unique<Tracer>(std::move(trace), plan);
  }
  std::optional<Failure> failure;
  try {
    failure = co_await run_course(flight);
  } catch (const std::exception& error) {
    failure = failure_of(error);
  }
  co_return flight.land(std::move(failure));
}

}  // namespace

Prober::Prober(asio::io_context& io, ResolverOptions resolver, EgressPolicy egress)
    : impl_(std::make_shared<Impl>(io.get_executor(), std::move(resolver), std::move(egress))) {}

Prober::~Prober() = default;

asio::awaitable<ProbeFacts> Prober::probe(std::shared_ptr<const ProbePlan> plan,
                                          SteadyTime deadline, std::shared_ptr<Trace> trace) {
  return fly(impl_, std::move(plan), deadline, std::move(trace));
}

}  // namespace vedette::prober
