#include <prometheus/registry.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <memory>

#include "prober/engine/engine.hpp"
#include "support/fault.hpp"
#include "unit/awkward/awkward_bed.hpp"
#include "unit/awkward/lateness_sink.hpp"

namespace vedette::test {
namespace {

constexpr std::size_t kGoodTargets = 200;
constexpr auto kGood = "good";
/// So often that several of those that hold out until their timeout are in flight at any time.
constexpr Millis kAwkwardInterval{2'000};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr Micros kMostLater = Millis(200);
#else
/// By how much the 99th percentile may rise: ten turns of 2 ms.
constexpr Micros kMostLater = Millis(20);
#endif

/// An engine with the table's nameserver, and what it needs around it.
struct EngineBed {
  RealClock clock;
  prometheus::Registry registry;
  prober::Metrics metrics{registry};
  runtime::Health health{clock};
  prober::LastResults last_results;
  prober::SlotLedger ledger{1};
  prober::ChangeGate gate{1, Millis(6'000)};
  prober::SelfHealth self{clock, health, metrics};
  LatenessSink sink{kGood, ledger};
  prober::Engine engine{
      {},
      prober::EngineNeighbours{clock, sink, last_results, metrics, health, ledger, gate, self},
      sink.watching([](auto& io) {
        const prober::ResolverOptions resolver{{awkward_place().nameserver()}, {"search.test"}};
        return [prober = std::make_shared<prober::Prober>(io, resolver)](
                   std::shared_ptr<const prober::ProbePlan> plan, SteadyTime deadline) {
          return prober->probe(std::move(plan), deadline);
        };
      })};
  AwkwardBed servers;  // end first, so that a loop which one of them holds comes free

  prober::Assignment assignment(model::Target target) {
    target.id = model::make_target_id("default", target.ns, target.name);
    target.timeout = std::min(target.timeout, target.interval);
    auto shared = std::make_shared<const model::Target>(std::move(target));
    const auto plan = servers.planner().make(shared);
    BOOST_REQUIRE_MESSAGE(plan, fault_of(plan));
    return {shared, *plan, {}};
  }

  EngineBed() {
    gate.open_for_good();  // some rows POST
    engine.restored({.shard = 0, .epoch = 1});
  }

  void put_good_targets() {
    prober::EngineChanges changes;
    for (std::size_t i = 0; i < kGoodTargets; ++i) {
      model::Target target;
      target.ns = kGood;
      target.name = "site-" + std::to_string(i);
      target.url = awkward_place().site().http_url("/ok");
      target.interval = Millis(1'000);
      changes.put.push_back(assignment(target));
    }
    engine.apply(std::move(changes));
  }

  /// Returns what to remove again.
  std::vector<model::TargetId> put_awkward_targets() {
    prober::EngineChanges changes;
    std::vector<model::TargetId> ids;
    for (const Row& row : all_rows()) {
      model::Target target = servers.stage(row);
      target.interval = kAwkwardInterval;
      changes.put.push_back(assignment(target));
      ids.push_back(changes.put.back().target->id);
    }
    engine.apply(std::move(changes));
    return ids;
  }
};

void print(const char* when, const Lateness& lateness) {
  std::cout << "  " << when << ": p50 " << lateness.p50.count() << " µs, p99 "
            << lateness.p99.count() << " µs\n";
}

BOOST_AUTO_TEST_SUITE(awkward_neighbours)

BOOST_AUTO_TEST_CASE(good_targets_keep_their_lateness_before_during_and_after) {
  constexpr std::size_t kSecond = kGoodTargets;  // results
  EngineBed bed;
  bed.put_good_targets();
  (void)bed.sink.of_next(kSecond);  // the start's
  const Lateness before = bed.sink.of_next(4 * kSecond);
  const auto awkward = bed.put_awkward_targets();
  const Lateness during = bed.sink.of_next(8 * kSecond);
  BOOST_TEST(bed.sink.others() >= 2 * awkward.size());
  bed.engine.apply({.removed = awkward});
  (void)bed.sink.of_next(3 * kSecond);  // awkward probes that were in flight end
  const Lateness after = bed.sink.of_next(4 * kSecond);

  std::cout << "lateness of " << kGoodTargets << " good targets beside " << awkward.size()
            << " awkward ones:\n";
  print("before", before);
  print("during", during);
  print("after", after);
  BOOST_TEST(during.p99.count() <= (before.p99 + kMostLater).count());
  BOOST_TEST(after.p99.count() <= (before.p99 + kMostLater).count());
  BOOST_TEST(before.not_up + during.not_up + after.not_up == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
