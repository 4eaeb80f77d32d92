#include "prober/engine/roster.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "fake_probes.hpp"
#include "recording_sink.hpp"

namespace vedette::prober {
namespace {

targets::LoadedTarget usable(const std::string& name) {
  model::Target target = *fake_target(name).target;
  target.interval = Millis(86'400'000);  // a first run, then nothing during the test
  target.timeout = Millis(100);
  return {std::make_shared<const model::Target>(target), "targets.yaml", std::nullopt};
}

std::shared_ptr<const targets::TargetSet> shared_set(std::vector<targets::LoadedTarget> loaded) {
  auto set = std::make_shared<targets::TargetSet>();
  set->targets = std::move(loaded);
  std::ranges::sort(set->targets, {}, [](const auto& each) { return each.target->id; });
  return set;
}

struct RosterWorld {
  RosterWorld() {
    for (int i = 0; i < 2; ++i) {
      EngineOptions options;
      options.identity = {"eu-west", "prober-1", 1};
      engines.push_back(std::make_unique<Engine>(
          options, EngineNeighbours{clock, sink, last_results, metrics, health},
          answer(fake_facts(model::Outcome::Up, model::Reason::Ok))));
    }
    roster = std::make_unique<Roster>(engines, metrics, health);
  }

  /// Names of the targets that have results, once there are `count` results.
  std::set<std::string> probed(std::size_t count) {
    std::set<std::string> names;
    for (const auto& result : sink.wait_for(count)) names.insert(result.target.name);
    return names;
  }

  RealClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  LastResults last_results;
  RecordingSink sink;
  std::vector<std::unique_ptr<Engine>> engines;
  std::unique_ptr<Roster> roster;
};

BOOST_AUTO_TEST_SUITE(roster)

BOOST_AUTO_TEST_CASE(every_target_of_the_set_is_probed_by_some_engine) {
  RosterWorld world;
  world.roster->start(shared_set({usable("a"), usable("b"), usable("c"), usable("d")}));
  BOOST_TEST((world.probed(4) == std::set<std::string>{"a", "b", "c", "d"}));
  BOOST_TEST(world.metrics.targets.Value() == 4);
  BOOST_TEST(world.health.ready().ok);
}

BOOST_AUTO_TEST_CASE(a_change_that_comes_before_the_start_is_the_newer_one) {
  RosterWorld world;
  world.roster->change(shared_set({usable("newer")}));
  world.roster->start(shared_set({usable("older")}));
  BOOST_TEST((world.probed(1) == std::set<std::string>{"newer"}));
  BOOST_TEST((world.roster->current()->targets[0].target->name == "newer"));
}

BOOST_AUTO_TEST_CASE(a_change_adds_what_is_new_and_counts_as_a_reload) {
  RosterWorld world;
  world.roster->start(shared_set({usable("a")}));
  (void)world.probed(1);
  world.roster->change(shared_set({usable("a"), usable("b")}));
  BOOST_TEST((world.probed(2) == std::set<std::string>{"a", "b"}));
  BOOST_TEST(world.metrics.reloads.Value() == 1);
}

BOOST_AUTO_TEST_CASE(a_plan_that_cannot_be_made_is_the_results_reason) {
  RosterWorld world;
  auto broken = usable("broken");
  model::Target target = *broken.target;
  target.url = "https://broken.example/";
  target.tls.ca = model::Text{std::nullopt, "no certificate"};
  broken.target = std::make_shared<const model::Target>(target);
  world.roster->start(shared_set({broken}));
  const auto results = world.sink.wait_for(1);
  BOOST_REQUIRE(!results.empty());
  BOOST_TEST((results[0].facts.reason == model::Reason::ConfigError));
  BOOST_TEST(!results[0].facts.message.empty());
  BOOST_TEST(world.metrics.unusable.Value() == 1);
}

BOOST_AUTO_TEST_CASE(without_a_target_file_the_prober_is_not_ready) {
  RosterWorld world;
  BOOST_TEST(!world.health.ready().ok);
  world.roster->start(shared_set({}));
  BOOST_TEST(!world.health.ready().ok);
  BOOST_TEST(world.health.ready().json.find("no target file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(files_without_a_target_are_ready_unless_there_is_a_fault) {
  RosterWorld world;
  targets::TargetSet empty;
  empty.files.push_back({"default", "targets-00", 1, "", 0});
  world.roster->start(std::make_shared<const targets::TargetSet>(empty));
  BOOST_TEST(world.health.ready().ok);
  empty.faults.push_back({"targets-00.jsonl", 1, "", "", "cannot be read", "file-unreadable"});
  world.roster->change(std::make_shared<const targets::TargetSet>(empty));
  BOOST_TEST(!world.health.ready().ok);
  BOOST_TEST(world.health.ready().json.find("cannot be read") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(engines_share_many_targets_about_evenly) {
  std::vector<int> shares(4);
  for (int i = 0; i < 10'000; ++i) {
    const auto id = model::make_target_id("default", "load", "t" + std::to_string(i));
    ++shares[engine_of(id, shares.size())];
  }
  for (const int share : shares) BOOST_TEST(std::abs(share - 2'500) < 250);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
