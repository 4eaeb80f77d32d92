#include <csignal>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "model/probe_result_json.hpp"
#include "model/slots.hpp"
#include "support/prober/rig.hpp"
#include "support/promtool.hpp"

namespace vedette::test {
namespace {

using model::Outcome;

constexpr Millis kInterval{2'000};

/// Every slot from the first to the last is there, once, on the grid.
void check_no_gap(const std::vector<Stored>& results) {
  BOOST_REQUIRE(!results.empty());
  const model::ResultTarget& target = results.front().result.target;
  const model::SlotGrid grid = model::make_grid(target.id, "eu-west", kInterval);
  SystemTime expected = results.front().result.scheduled_at;
  for (const Stored& stored : results) {
    BOOST_TEST((grid.at_or_before(stored.result.scheduled_at) == stored.result.scheduled_at));
    BOOST_TEST((stored.result.scheduled_at == expected),
               target.name << " has " << to_rfc3339(stored.result.scheduled_at) << ", not "
                           << to_rfc3339(expected));
    expected = stored.result.scheduled_at + kInterval;
  }
}

bool exited_0(const ExitStatus& status) { return status.code == 0; }

BOOST_AUTO_TEST_SUITE(prober_run)

BOOST_AUTO_TEST_CASE(every_slot_becomes_one_cloud_event_in_its_targets_partition) {
  Rig rig;
  for (int i = 0; i < 10; ++i) rig.put("t" + std::to_string(i), "/ok");
  rig.put("broken", "/status/503");
  rig.start_prober();
  BOOST_TEST(rig.site.log().wait_for(55, std::chrono::seconds(60)));
  BOOST_TEST(exited_0(rig.stop_prober()));
  const auto all = rig.stored();
  std::set<std::string> ids;
  for (const Stored& stored : all) {
    const model::ProbeResult& result = stored.result;
    BOOST_TEST(stored.key == to_text(result.target.id));
    BOOST_TEST(stored.partition == model::shard_of(result.target.id, 12));
    BOOST_TEST(stored.header("ce_specversion") == "1.0");
    BOOST_TEST(stored.header("ce_id") == result_id(result));
    BOOST_TEST(stored.header("ce_source") == "/vedette/" + rig.source + "/eu-west");
    BOOST_TEST(stored.header("ce_type") == model::kProbeResultType);
    BOOST_TEST(stored.header("ce_time") == to_rfc3339(result.produced_at));
    BOOST_TEST(stored.header("content-type") == "application/json");
    BOOST_TEST(ids.insert(stored.header("ce_id")).second, "twice: " << stored.header("ce_id"));
  }
  for (int i = 0; i < 10; ++i) {
    const auto mine = of("t" + std::to_string(i), all);
    check_no_gap(mine);
    for (const Stored& each : mine) BOOST_TEST((each.result.facts.outcome == Outcome::Up));
  }
  const auto broken = of("broken", all);
  check_no_gap(broken);
  BOOST_TEST((broken[0].result.verdict == model::Verdict::Unknown));
  BOOST_TEST((broken[1].result.verdict == model::Verdict::Down));
  BOOST_TEST((broken.back().result.verdict_since == broken[1].result.scheduled_at));
}

BOOST_AUTO_TEST_CASE(sigterm_waits_for_the_probe_in_flight_and_loses_no_result) {
  Rig rig;
  rig.put("slow", "/slow?ms=2000", "interval: 10s");
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(1, std::chrono::seconds(60)));
  BOOST_TEST(exited_0(rig.stop_prober()));
  const auto all = rig.stored();
  BOOST_TEST(all.size() == rig.site.log().all().size());
  BOOST_TEST((all.back().result.facts.outcome == Outcome::Up));
}

BOOST_AUTO_TEST_CASE(a_reload_leaves_unchanged_targets_alone) {
  Rig rig;
  rig.put("same", "/ok");
  rig.put("edited", "/ok");
  rig.put("gone", "/ok");
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(9, std::chrono::seconds(60)));
  rig.put("edited", "/status/503");
  rig.put("new", "/ok");
  rig.remove("gone");
  const std::size_t before = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(before + 20, std::chrono::seconds(60)));
  BOOST_TEST(exited_0(rig.stop_prober()));
  const auto all = rig.stored();
  for (const char* name : {"same", "edited", "gone", "new"}) check_no_gap(of(name, all));

  const auto same = of("same", all);
  for (std::size_t i = 1; i < same.size(); ++i) BOOST_TEST(!same[i].result.first_run);
  BOOST_TEST((same.back().result.verdict_since == same.front().result.scheduled_at));
  const auto edited = of("edited", all);
  BOOST_TEST((edited.front().result.facts.outcome == Outcome::Up));
  BOOST_TEST((edited.back().result.facts.outcome == Outcome::Down));
  BOOST_TEST((edited.back().result.verdict == model::Verdict::Down));
  BOOST_TEST((of("gone", all).back().result.scheduled_at < same.back().result.scheduled_at));
}

BOOST_AUTO_TEST_CASE(a_broken_edit_changes_nothing_for_the_others) {
  Rig rig;
  rig.put("good", "/ok");
  rig.put("spoilt", "/ok");
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(4, std::chrono::seconds(60)));
  rig.put("spoilt", "/ok", "interval: 2s, timeout: 5x");
  BOOST_TEST(!rig.wait_for_log("Found a fault in the target files").empty());
  const std::size_t before = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(before + 6, std::chrono::seconds(60)));
  BOOST_TEST(exited_0(rig.stop_prober()));
  check_no_gap(of("good", rig.stored()));
}

BOOST_AUTO_TEST_CASE(results_of_a_prober_that_started_before_its_broker_arrive_later) {
  KafkaProcess broker;
  Rig rig(broker);
  rig.put("early", "/ok");
  rig.kafka.stop();
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(4, std::chrono::seconds(60)));
  BOOST_TEST(rig.page("/readyz").starts_with("HTTP/1.1 503"));
  BOOST_TEST(rig.page("/livez").starts_with("HTTP/1.1 200"));
  const std::size_t probed_without_broker = rig.site.log().all().size();
  rig.kafka.start();
  BOOST_TEST(!rig.wait_for_log("Created a topic").empty());
  BOOST_TEST(rig.site.log().wait_for(probed_without_broker + 1, std::chrono::seconds(60)));
  BOOST_TEST(exited_0(rig.stop_prober()));
  const auto all = rig.stored();
  BOOST_TEST(all.size() == rig.site.log().all().size());
  BOOST_TEST(all.size() > probed_without_broker);
  check_no_gap(of("early", all));
}

BOOST_AUTO_TEST_CASE(pages_show_what_runs_and_count_it) {
  Rig rig;
  rig.put("shop", "/ok");
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(3, std::chrono::seconds(60)));
  const std::string targets = rig.page("/targets");
  BOOST_TEST(targets.find("\"name\":\"shop\"") != std::string::npos, targets);
  BOOST_TEST(targets.find("\"outcome\":\"up\"") != std::string::npos, targets);
  for (const char* part : {R"("shards":64,"targets":[)", R"("owner":")", R"("epoch":)"}) {
    BOOST_TEST(targets.find(part) != std::string::npos, targets);
  }
  const std::string of_targets = rig.page("/metrics/targets");
  BOOST_TEST(of_targets.find("\nprobe_success{namespace=\"default\",name=\"shop\",location=\""
                             "eu-west\"} 1\n") != std::string::npos,
             of_targets);
  const std::string metrics = rig.page("/metrics");
  BOOST_TEST(metrics.find("\nvedette_prober_targets 1\n") != std::string::npos, metrics);
  BOOST_TEST(metrics.find("\nvedette_prober_missed_slots_total{cause=\"in_flight\"} 0\n") !=
                 std::string::npos,
             metrics);
  BOOST_TEST(metrics.find("\nprocess_resident_memory_bytes ") != std::string::npos);
  BOOST_TEST(promtool_faults(metrics) == "");
  BOOST_TEST(promtool_faults(of_targets) == "");
  BOOST_TEST(exited_0(rig.stop_prober()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
