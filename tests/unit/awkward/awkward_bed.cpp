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
#include <sstream>
#include <utility>

#include "support/fault.hpp"

namespace vedette::test {
namespace {

SiteOptions with_tls(const TemporaryDirectory& directory) {
  SiteOptions options;
  options.dir = directory.path();
  return options;
}

std::string text_of_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return std::move(text).str();
}

/// How long this thread has waited for a processor while it could have run.
Micros waited_for_a_processor() {
  std::int64_t on_processor = 0;
  std::int64_t waiting = 0;  // nanoseconds
  std::ifstream("/proc/thread-self/schedstat") >> on_processor >> waiting;
  return std::chrono::duration_cast<Micros>(std::chrono::nanoseconds(waiting));
}

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
    : site_(with_tls(directory_)),
      authority_(text_of_file(directory_.path() / "ca.crt")),
      scripts_(awkward_scripts(site_)),
      prober_(io_, prober::ResolverOptions{{"127.0.0.1:1"}, {"search.test"}}) {
  std::signal(SIGPIPE, SIG_IGN);  // as runtime/signals.hpp does
}

model::Target AwkwardBed::stage(const Row& row) {
  model::Target target;
  target.ns = "awkward";
  target.name = row.name();
  target.timeout = row.timeout;
  target.tls.ca = model::Text{{}, authority_};
  if (row.server.empty()) {
    target.url = "http://127.0.0.1:1/";
  } else {
    const auto script = std::ranges::find(scripts_, row.server, &AwkwardScript::name);
    BOOST_REQUIRE_MESSAGE(script != scripts_.end(), "there is no server " + row.server);
    target.url = servers_.emplace_back(std::make_unique<RawServer>(script->run))->url();
  }
  row.adjust(target);
  return target;
}

Flown AwkwardBed::fly(const Row& row) {
  const model::Target target = stage(row);
  const auto plan = planner_.make(std::make_shared<model::Target>(target));
  BOOST_REQUIRE_MESSAGE(plan, fault_of(plan));
  const std::string& url = target.url;
  Flown flown{.facts = {}, .address = url.substr(7, url.size() - 8)};

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
