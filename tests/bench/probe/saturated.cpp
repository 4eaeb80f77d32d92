#include "bench/probe/saturated.hpp"

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "prober/engine/probe_function.hpp"
#include "targets/target_files.hpp"

namespace vedette::bench {
namespace {

namespace asio = boost::asio;

constexpr Millis kTimeout{10'000};

void rethrow(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

struct Course {
  const Plans& plans;
  std::size_t probes;
  prober::ProbeFn probe;
  std::size_t begun = 0;
  std::size_t up = 0;
};

asio::awaitable<void> work(Course& course) {
  const RealClock clock;
  while (course.begun < course.probes) {
    const auto& plan = course.plans[course.begun++ % course.plans.size()];
    const model::ProbeFacts facts = co_await course.probe(plan, clock.steady_now() + kTimeout);
    if (facts.outcome == model::Outcome::Up) ++course.up;
  }
}

}  // namespace

Plans load_plans(const std::filesystem::path& targets, const std::filesystem::path& secrets) {
  const auto set = targets::TargetFiles({.paths = {targets}, .secrets_dir = secrets}).load();
  if (!set->faults.empty()) throw std::runtime_error(to_text(set->faults.front()));
  prober::Planner planner;
  Plans plans;
  for (const targets::LoadedTarget& loaded : set->targets) {
    auto plan = planner.make(loaded.target);
    if (!plan) throw std::runtime_error(plan.error().message);
    plans.push_back(std::move(*plan));
  }
  if (plans.empty()) throw std::runtime_error("there is no target in " + targets.string());
  return plans;
}

std::size_t probe_saturated(const Plans& plans, std::size_t probes, std::size_t in_flight) {
  asio::io_context io{1};
  Course course{.plans = plans,
                .probes = probes,
                .probe = prober::website_probes(prober::EgressPolicy())(io)};
  for (std::size_t i = 0; i < in_flight; ++i) asio::co_spawn(io, work(course), rethrow);
  io.run();
  return course.up;
}

}  // namespace vedette::bench
