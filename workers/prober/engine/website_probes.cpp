#include <utility>

#include "prober/engine/probe_function.hpp"
#include "prober/probe/prober.hpp"

namespace vedette::prober {

ProbeFactory website_probes(EgressPolicy egress) {
  return [egress = std::move(egress)](boost::asio::io_context& io) -> ProbeFn {
    return [prober = std::make_shared<Prober>(io, ResolverOptions{}, egress)](
               std::shared_ptr<const ProbePlan> plan, SteadyTime deadline) {
      return prober->probe(std::move(plan), deadline);
    };
  };
}

}  // namespace vedette::prober
