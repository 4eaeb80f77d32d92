#include "unit/probe/probe_bed.hpp"
#include "support/fault.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <exception>
#include <optional>

namespace vedette::test {

model::Target target_of(const std::string& url) {
  model::Target target;
  target.ns = "default";
  target.name = "test";
  target.url = url;
  return target;
}

Micros sum_of_phases(const model::Durations& durations) {
  return durations.dns + durations.connect + durations.tls + durations.request +
         durations.processing + durations.transfer;
}

Micros duration_of(const model::Durations& durations, model::Phase phase) {
  switch (phase) {
    case model::Phase::Dns:
      return durations.dns;
    case model::Phase::Connect:
      return durations.connect;
    case model::Phase::Tls:
      return durations.tls;
    case model::Phase::Request:
      return durations.request;
    case model::Phase::Processing:
      return durations.processing;
    case model::Phase::Transfer:
      return durations.transfer;
  }
  return Micros(0);
}

ProbeBed::ProbeBed(prober::ResolverOptions resolver, prober::EgressPolicy egress,
                   prober::Proxies proxies)
    : planner_(std::move(proxies)), prober_(io_, std::move(resolver), std::move(egress)) {
  std::signal(SIGPIPE, SIG_IGN);  // as runtime/signals.hpp does
}

std::shared_ptr<const prober::ProbePlan> ProbeBed::plan(const model::Target& target) {
  auto plan = planner_.make(std::make_shared<model::Target>(target));
  BOOST_REQUIRE_MESSAGE(plan, fault_of(plan));
  return *plan;
}

std::vector<model::ProbeFacts> ProbeBed::probe_all(const std::vector<model::Target>& targets,
                                                   Millis timeout) {
  std::vector<std::optional<model::ProbeFacts>> found;
  found.reserve(targets.size());  // handlers refer to its elements
  size_t missing = targets.size();
  for (const model::Target& target : targets) {
    auto made = plan(target);
    const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
    boost::asio::co_spawn(io_, prober_.probe(std::move(made), deadline),
                          [&slot = found.emplace_back(), &missing](const std::exception_ptr& error,
                                                                   model::ProbeFacts facts) {
                            BOOST_REQUIRE(!error);
                            slot = std::move(facts);
                            --missing;
                          });
  }
  io_.restart();
  while (missing > 0 && io_.run_one() > 0) {
  }
  BOOST_REQUIRE(missing == 0U);
  std::vector<model::ProbeFacts> all;
  for (std::optional<model::ProbeFacts>& facts : found) {
    BOOST_TEST(sum_of_phases(facts->durations).count() == facts->durations.total.count());
    all.push_back(std::move(*facts));
  }
  return all;
}

prober::Trace ProbeBed::trace(const model::Target& target, Millis timeout) {
  const auto trace = std::make_shared<prober::Trace>();
  const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
  bool ended = false;
  boost::asio::co_spawn(io_, prober_.probe(plan(target), deadline, trace),
                        [&ended](const std::exception_ptr& error, const model::ProbeFacts&) {
                          BOOST_REQUIRE(!error);
                          ended = true;
                        });
  io_.restart();
  while (!ended && io_.run_one() > 0) {
  }
  BOOST_REQUIRE(ended);
  return std::move(*trace);
}

void ProbeBed::start(const model::Target& target, Millis timeout) {
  const SteadyTime deadline = std::chrono::steady_clock::now() + timeout;
  boost::asio::co_spawn(io_, prober_.probe(plan(target), deadline), boost::asio::detached);
}

model::ProbeFacts ProbeBed::probe(const model::Target& target, Millis timeout) {
  return probe_all({target}, timeout).front();
}

model::ProbeFacts ProbeBed::probe(const std::string& url, Millis timeout) {
  return probe(target_of(url), timeout);
}

}  // namespace vedette::test
