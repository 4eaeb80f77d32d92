#include "unit/awkward/awkward_bed.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <exception>
#include <fstream>
#include <utility>

#include "prober/probe/probe_plan.hpp"
#include "support/fault.hpp"
#include "support/processor_wait.hpp"

namespace vedette::test {
namespace {

void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

std::int64_t kib_of(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (std::int64_t kib = 0; word == field && status >> kib) {
      return kib;
    }
  }
  BOOST_REQUIRE_MESSAGE(false, "/proc/self/status has no " + field);
  return 0;
}

/// What a neighbour of the probe sees: wakes every millisecond until `ended`, and keeps the most
/// that it was late, in `longest`.
boost::asio::awaitable<void> be_a_neighbour(boost::asio::io_context& io, const bool& ended,
                                            Micros& longest) {
  boost::asio::steady_timer timer(io);
  while (!ended) {
    const Micros waited = waited_for_a_processor();
    const SteadyTime due = std::chrono::steady_clock::now() + Millis(1);
    timer.expires_at(due);
    co_await timer.async_wait(boost::asio::use_awaitable);
    const auto late = std::chrono::steady_clock::now() - due;
    longest = std::max(
        longest, std::chrono::duration_cast<Micros>(late) - (waited_for_a_processor() - waited));
  }
}

}  // namespace

AwkwardBed::AwkwardBed()
    : place_(awkward_place()),
      prober_(io_, prober::ResolverOptions{{place_.nameserver()}, {"search.test"}}) {
  std::signal(SIGPIPE, SIG_IGN);  // as runtime/signals.hpp does
}

std::string AwkwardBed::url_for(const Row& row) {
  if (row.face) {  // by name: it stands in the certificates
    return "https://localhost:" + std::to_string(place_.site().https_port(*row.face)) + "/ok";
  }
  if (row.server.empty()) {
    return "http://127.0.0.1:1/";
  }
  const auto script = std::ranges::find(place_.scripts(), row.server, &AwkwardScript::name);
  BOOST_REQUIRE_MESSAGE(script != place_.scripts().end(), "there is no server " + row.server);
  const std::uint16_t port =
      servers_.emplace_back(std::make_unique<RawServer>(script->run))->port();
  if (!row.host.empty()) {
    holes_.push_back(std::make_unique<BlackHole>(kBlackHole, port));
  }
  return std::string(script->tls ? "https://" : "http://") +
         (row.host.empty() ? "127.0.0.1" : row.host) + ":" + std::to_string(port) + "/";
}

model::Target AwkwardBed::stage(const Row& row) {
  model::Target target;
  target.ns = "awkward";
  target.name = row.name();
  target.timeout = row.timeout;
  target.tls.ca = model::Text{{}, place_.pem("ca.crt")};
  target.url = url_for(row);
  row.adjust(target);
  row.papers(target, place_);
  return target;
}

Flown AwkwardBed::fly(const Row& row) {
  const model::Target target = stage(row);
  const auto plan = planner_.make(std::make_shared<model::Target>(target));
  BOOST_REQUIRE_MESSAGE(plan, fault_of(plan));
  Flown flown{.facts = {}, .port = std::to_string((*plan)->first.url.port)};

  forget_peak();
  const std::int64_t before = kib_of("VmRSS:");
  const Micros waited = waited_for_a_processor();
  const SteadyTime deadline = std::chrono::steady_clock::now() + row.timeout;
  bool ended = false;
  bool neighbour_gone = false;
  boost::asio::co_spawn(io_, be_a_neighbour(io_, ended, flown.longest_turn),
                        [&](const std::exception_ptr&) { neighbour_gone = true; });
  boost::asio::co_spawn(io_, prober_.probe(*plan, deadline),
                        [&](const std::exception_ptr& error, model::ProbeFacts facts) {
                          BOOST_REQUIRE(!error);
                          const auto late = std::chrono::steady_clock::now() - deadline;
                          flown.lateness = std::chrono::duration_cast<Micros>(late) -
                                           (waited_for_a_processor() - waited);
                          flown.facts = std::move(facts);
                          ended = true;
                        });
  io_.restart();
  while (!(ended && neighbour_gone) && io_.run_one() > 0) {
  }
  BOOST_REQUIRE(ended);
  flown.grown_bytes = (kib_of("VmHWM:") - before) * 1024;
  return flown;
}

}  // namespace vedette::test
