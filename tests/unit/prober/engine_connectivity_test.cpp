#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "fake_probes.hpp"
#include "prober/engine/engine.hpp"
#include "recording_sink.hpp"
#include "support/wait_until.hpp"

namespace vedette::prober {
namespace {

using model::Outcome;
using model::ProbeResult;
using model::Reason;

constexpr Millis kLong{10'000};

/// An engine whose site and whose connectivity check answer as the test says.
struct DoubtfulWorld {
  /// Answers at once what the outcome says now; Unknown = not before the deadline.
  static ProbeFactory answers(const std::atomic<Outcome>& now, Reason reason) {
    return [&now, reason](boost::asio::io_context& io) -> ProbeFn {
      return [&now, reason, &io](std::shared_ptr<const ProbePlan>,
                                 SteadyTime deadline) -> boost::asio::awaitable<model::ProbeFacts> {
        if (now == Outcome::Up) co_return fake_facts(Outcome::Up, Reason::Ok);
        if (now == Outcome::Unknown) {
          boost::asio::steady_timer timer(io, deadline);
          co_await timer.async_wait(boost::asio::use_awaitable);
        }
        co_return fake_facts(Outcome::Down, reason);
      };
    };
  }

  void start(Reason site_reason = Reason::Timeout, std::vector<std::string> urls = {"http://a"}) {
    EngineOptions options;
    options.identity = {"eu-west", "prober-1", 1};
    for (const std::string& url : urls) options.checks.plans.emplace_back(url, some_plan());
    options.checks.factory = answers(check, Reason::Timeout);
    engine = std::make_unique<Engine>(
        options, EngineNeighbours{clock, sink, last_results, metrics, health, ledger, gate, self},
        answers(site, site_reason));
    engine->restored({.shard = 0, .epoch = 1});
    EngineChanges changes;
    changes.put.push_back(fake_target("shop"));
    engine->apply(changes);
  }

  /// The results whose probes began from now on, `count` of them.
  std::vector<ProbeResult> next(std::size_t count) {
    const SystemTime since = clock.system_now();
    const std::size_t before = sink.wait_for(0).size();
    std::vector<ProbeResult> found;
    vedette::test::wait_until("results", kLong, [&] {
      found = sink.wait_for(before);
      std::erase_if(found, [&](const ProbeResult& each) { return each.started_at < since; });
      return found.size() >= count;
    });
    return found;
  }

  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  LastResults last_results;
  SlotLedger ledger{1};
  ChangeGate gate{1, Millis(6'000)};
  SelfHealth self{clock, health, metrics};
  RecordingSink sink{ledger};
  std::atomic<Outcome> site{Outcome::Up};
  std::atomic<Outcome> check{Outcome::Up};
  std::unique_ptr<Engine> engine;
};

BOOST_FIXTURE_TEST_SUITE(engine_connectivity, DoubtfulWorld)

BOOST_AUTO_TEST_CASE(while_the_check_passes_a_site_that_fails_is_down) {
  start();
  (void)next(1);
  site = Outcome::Down;
  for (const ProbeResult& result : next(3)) {
    BOOST_TEST((result.facts.outcome == Outcome::Down), result.facts.message);
    BOOST_TEST((result.facts.reason == Reason::Timeout));
  }
  BOOST_TEST(self.healthy());
}

BOOST_AUTO_TEST_CASE(while_the_check_fails_too_the_result_is_unknown_and_the_verdict_holds) {
  start();
  (void)next(1);
  check = Outcome::Down;
  site = Outcome::Down;
  for (const ProbeResult& result : next(4)) {
    BOOST_TEST((result.facts.outcome == Outcome::Unknown));
    BOOST_TEST((result.facts.reason == Reason::ProberOffline));
    BOOST_TEST(result.facts.message.find("it saw timeout") != std::string::npos);
    BOOST_TEST((result.verdict == model::Verdict::Up));
  }
  BOOST_TEST(!self.healthy());
  BOOST_TEST(metrics.connectivity_failures.Value() > 0);
}

BOOST_AUTO_TEST_CASE(a_check_that_does_not_answer_excuses_as_well) {
  start();
  (void)next(1);
  check = Outcome::Unknown;
  site = Outcome::Down;
  // The first rounds may still have passed, but none that began with a probe or after it.
  for (const ProbeResult& result : next(8)) {
    BOOST_TEST((result.facts.reason == Reason::ProberOffline), result.facts.message);
    BOOST_TEST((result.verdict == model::Verdict::Up));
  }
}

BOOST_AUTO_TEST_CASE(an_up_stays_up_while_the_check_fails) {
  check = Outcome::Down;
  start();
  vedette::test::wait_until("a failed check", kLong, [&] { return !self.healthy(); });
  for (const ProbeResult& result : next(3)) BOOST_TEST((result.facts.outcome == Outcome::Up));
}

BOOST_AUTO_TEST_CASE(what_the_sites_whole_answer_says_counts_while_the_check_fails) {
  check = Outcome::Down;
  start(Reason::StatusMismatch);
  site = Outcome::Down;
  for (const ProbeResult& result : next(3)) {
    BOOST_TEST((result.facts.outcome == Outcome::Down), result.facts.message);
  }
}

BOOST_AUTO_TEST_CASE(when_the_check_passes_again_failures_count_again) {
  check = Outcome::Down;
  start();
  vedette::test::wait_until("a failed check", kLong, [&] { return !self.healthy(); });
  check = Outcome::Up;
  vedette::test::wait_until("a passed check", kLong, [&] { return self.healthy(); });
  site = Outcome::Down;
  for (const ProbeResult& result : next(3)) {
    BOOST_TEST((result.facts.outcome == Outcome::Down), result.facts.message);
  }
}

BOOST_AUTO_TEST_CASE(an_engine_ends_while_probes_wait_for_a_check) {
  start();
  (void)next(1);
  check = Outcome::Unknown;
  site = Outcome::Down;
  vedette::test::wait_until("a probe in flight", kLong,
                            [&] { return metrics.in_flight.Value() > 0; });
  engine->stop_intake();
  BOOST_TEST(engine->drain(clock.steady_now()) <= 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
