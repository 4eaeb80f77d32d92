#include <csignal>
#include <map>

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "judgement.hpp"
#include "story.hpp"
#include "support/paths.hpp"
#include "support/postgres_process.hpp"
#include "support/prober/fleet_rig.hpp"
#include "support/wait_until.hpp"
#include "support/writer/sql.hpp"
#include "support/writer/writer_process.hpp"

namespace vedette::test {
namespace {

constexpr int kUp = 1'800;
constexpr int kDown = 100;
constexpr int kFalling = 100;
constexpr double kStartsPerSecond = (kUp + kDown + kFalling) / 15.0;
constexpr int kFailureThreshold = 10;
constexpr const char* kSpec = "interval: 15s, failureThreshold: 10";

/// Broker, database, writer and a fleet of probers over 2 000 targets at 15 s.
class Chaos {
 public:
  Chaos() : fleet(broker), falling_site(std::make_unique<Site>()) {
    fleet.put_targets("up", kUp, kSpec);
    for (int i = 0; i < kDown; ++i) {
      fleet.rig.put("down" + std::to_string(i), "/status/503", kSpec);
    }
    for (int i = 0; i < kFalling; ++i) {
      fleet.rig.put_url("falling" + std::to_string(i), falling_site->http_url("/ok"), kSpec);
    }
    const auto migrated = run_to_end(
        writer_program(), {.arguments = {"migrate", "--database-url", postgres.uri()}}, kPatience);
    BOOST_REQUIRE_MESSAGE((migrated.status == ExitStatus{0, {}}), migrated.standard_error);
    writer = std::make_unique<WriterProcess>(
        writer_program(), postgres.uri(), broker.brokers(),
        std::vector<std::string>{"--targets", fleet.rig.targets().string(), "--source",
                                 fleet.rig.source, "--locations", "eu-west"});
  }

  void start_prober(int members) {
    fleet.start_prober();
    story.tell(members, fmt::format("prober-{} was started", fleet.probers.size() - 1));
    fleet.wait_until_shared();
    story.tell(members, "all shards are owned and restored");
  }

  ProberProcess& prober(std::size_t number) { return *fleet.probers.at(number); }

  /// The time in which nothing is done to anybody.
  void rest(Millis time) const {
    const SteadyTime end = RealClock().steady_now() + time;
    wait_until("a rest", time + kPatience, [&] { return RealClock().steady_now() >= end; });
  }

  [[nodiscard]] std::int64_t number(const std::string& query) const {
    return number_of(postgres.uri(), query);
  }

  static constexpr Millis kPatience{120'000};

  KafkaProcess broker;
  PostgresProcess postgres;
  FleetRig fleet;
  std::unique_ptr<Site> falling_site;
  std::unique_ptr<WriterProcess> writer;
  Story story;
};

void kill_one(Chaos& chaos) {
  chaos.prober(1).child().signal(SIGKILL);
  chaos.story.tell(2, "prober-1 was killed");
  BOOST_REQUIRE(chaos.prober(1).child().wait_for(Millis(10'000)));
  chaos.fleet.wait_until_shared();
  chaos.story.tell(2, "the others have its shards");
  chaos.rest(Millis(15'000));
  chaos.start_prober(3);  // prober-3
  chaos.rest(Millis(15'000));
}

void freeze_one(Chaos& chaos) {
  chaos.prober(0).child().signal(SIGSTOP);
  chaos.story.tell(2, "prober-0 was frozen");
  chaos.rest(Millis(30'000));
  const Rebalances before = rebalances_of(chaos.prober(0));
  chaos.prober(0).child().signal(SIGCONT);
  chaos.story.tell(2, "prober-0 woke");
  chaos.prober(0).wait_for_log("Was assigned shards", before.assignments + 1);
  chaos.fleet.wait_until_shared();
  chaos.story.tell(3, "it has shards again");
  chaos.rest(Millis(15'000));
}

void kill_broker(Chaos& chaos) {
  chaos.broker.kill9();
  chaos.story.tell(3, "the broker was killed");
  chaos.broker.start();
  chaos.story.tell(3, "the broker runs again");
  chaos.rest(Millis(15'000));
  chaos.fleet.wait_until_shared();
}

void stop_broker_for_a_minute(Chaos& chaos) {
  chaos.broker.stop();
  chaos.story.tell(3, "the broker was stopped");
  chaos.rest(Millis(60'000));
  chaos.broker.start();
  chaos.story.tell(3, "the broker runs again");
  chaos.rest(Millis(20'000));
  chaos.fleet.wait_until_shared();
}

void let_the_site_fall(Chaos& chaos) {
  chaos.falling_site.reset();
  chaos.story.tell(3, "one site fell for good");
  chaos.rest(Millis(5'000));
}

void add_a_fourth_and_stop_one(Chaos& chaos) {
  chaos.start_prober(4);  // prober-4
  chaos.rest(Millis(15'000));
  chaos.fleet.stop(chaos.prober(2));
  chaos.story.tell(3, "prober-2 was stopped");
  chaos.fleet.wait_until_shared();
  chaos.rest(Millis(15'000));
}

void roll(Chaos& chaos) {
  for (const std::size_t old : {std::size_t{0}, std::size_t{3}, std::size_t{4}}) {
    chaos.start_prober(4);
    chaos.fleet.stop(chaos.prober(old));
    chaos.story.tell(3, fmt::format("prober-{} was stopped", old));
    chaos.fleet.wait_until_shared();
    chaos.rest(Millis(10'000));
  }
}

void check(Chaos& chaos, SystemTime from, SystemTime to) {
  const std::string uri = chaos.postgres.uri();
  const auto results = chaos.fleet.rig.stored_so_far();
  wait_until("the writer has stored everything", Chaos::kPatience, [&] {
    return chaos.writer->metric("vedette_writer_rows_stored_total") +
               chaos.writer->metric("vedette_writer_duplicates_total") >=
           static_cast<double>(results.size());
  });
  const auto missing = missing_slots(uri, from, to);
  for (const std::string& each : missing) {
    const auto slot = SystemTime(Millis(std::stoll(each.substr(each.find('|') + 1))));
    BOOST_ERROR("no row for " << each << " (" << to_rfc3339(slot) << "), after "
                              << chaos.story.before(slot));
  }
  BOOST_TEST(chaos.number("SELECT count(*) FROM (SELECT 1 FROM probe_result GROUP BY target_id, "
                          "location_id, scheduled_at HAVING count(*) > 1) AS twice") == 0);
  const auto broken = broken_verdicts(uri, kFailureThreshold);
  for (const std::string& each : broken) BOOST_ERROR(each);
  const Burst burst = largest_burst(results, chaos.story, kStartsPerSecond, from, to);
  BOOST_TEST(burst.times <= 3.0);
  BOOST_TEST_MESSAGE(fmt::format(
      "{} rows of {} results; {} slots missing, {} verdicts broken; most starts in a second: {} = "
      "{:.2f} times the steady rate, by {} at {}",
      chaos.number("SELECT count(*) FROM probe_result"), results.size(), missing.size(),
      broken.size(), burst.starts, burst.times, burst.prober, to_rfc3339(burst.second)));
}

BOOST_AUTO_TEST_SUITE(fleet_chaos)

BOOST_AUTO_TEST_CASE(no_slot_is_lost_and_no_verdict_broken_whatever_happens_to_three_probers) {
  Chaos chaos;
  // One alone, until all targets are known: what is new while shards move begins once more.
  chaos.start_prober(1);
  wait_until("every target has a row", Chaos::kPatience, [&] {
    return chaos.number("SELECT count(DISTINCT target_id) FROM probe_result") ==
           kUp + kDown + kFalling;
  });
  chaos.start_prober(2);
  chaos.start_prober(3);
  chaos.rest(Millis(20'000));
  const SystemTime from = RealClock().system_now();

  kill_one(chaos);
  freeze_one(chaos);
  kill_broker(chaos);
  stop_broker_for_a_minute(chaos);
  let_the_site_fall(chaos);
  add_a_fourth_and_stop_one(chaos);
  roll(chaos);
  chaos.rest(Millis(20'000));
  const SystemTime to = RealClock().system_now() - Millis(15'000);
  chaos.fleet.stop_all();
  chaos.story.tell(0, "all were stopped");
  BOOST_TEST((to - from >= std::chrono::minutes(5)));
  check(chaos, from, to);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
