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
#include "support/wait_until.hpp"

namespace vedette::prober {
namespace {

constexpr int kShards = 4;

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
          options, EngineNeighbours{clock, sink, last_results, metrics, health, ledger, gate, self},
          answer(fake_facts(model::Outcome::Up, model::Reason::Ok))));
    }
    roster = std::make_unique<Roster>(engines, metrics, health, ShardSet::all(kShards), "eu-west");
    for (int shard = 0; shard < kShards; ++shard) roster->restored({.shard = shard, .epoch = 1});
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
  SlotLedger ledger{kShards};
  ChangeGate gate{kShards, Millis(6'000)};
  SelfHealth self{clock, health, metrics};
  RecordingSink sink{ledger};
  std::vector<std::unique_ptr<Engine>> engines;
  std::unique_ptr<Roster> roster;
};

BOOST_AUTO_TEST_SUITE(roster)

BOOST_AUTO_TEST_CASE(a_target_of_other_locations_is_not_probed_here_until_ours_is_named) {
  const auto located = [](std::vector<std::string> locations) {
    const targets::LoadedTarget loaded = usable("elsewhere");
    model::Target target = *loaded.target;
    target.locations = std::move(locations);
    return targets::LoadedTarget{std::make_shared<const model::Target>(target), loaded.file, {}};
  };
  RosterWorld world;
  world.roster->start(shared_set({usable("here"), located({"us-east", "us-west"})}));
  BOOST_TEST((world.probed(1) == std::set<std::string>{"here"}));
  BOOST_TEST(world.metrics.targets.Value() == 1);
  world.roster->change(shared_set({usable("here"), located({"eu-west", "us-east"})}));
  BOOST_TEST((world.probed(2) == std::set<std::string>{"here", "elsewhere"}));
  BOOST_TEST(world.metrics.targets.Value() == 2);
}

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

BOOST_AUTO_TEST_CASE(only_targets_of_its_shards_are_given_to_engines) {
  RosterWorld world;
  const std::vector<targets::LoadedTarget> all{usable("a"), usable("b"), usable("c"),
                                               usable("d"), usable("e"), usable("f")};
  const int mine = model::shard_of(all[0].target->id, kShards);
  ShardSet shards = ShardSet::none(kShards);
  shards.add(mine);
  world.roster->set_shards(shards);
  world.roster->start(shared_set(all));
  std::set<std::string> expected;
  for (const auto& each : all) {
    if (shards.contains(each.target->id)) expected.insert(each.target->name);
  }
  BOOST_TEST((world.probed(expected.size()) == expected));
  BOOST_TEST(world.metrics.targets.Value() == static_cast<double>(expected.size()));
  BOOST_TEST(world.roster->current()->targets.size() == all.size());
  BOOST_TEST(expected.size() < all.size());
}

BOOST_AUTO_TEST_CASE(a_shard_that_comes_in_is_probed_and_published_once_it_is_restored) {
  RosterWorld world;
  const auto shop = usable("shop");
  const int shard = model::shard_of(shop.target->id, kShards);
  ShardSet shards = ShardSet::all(kShards);
  shards.remove(shard);
  world.roster->set_shards(shards);
  world.roster->start(shared_set({shop}));
  world.roster->restored({.shard = shard, .epoch = 7});  // somebody else's: of no account
  shards.add(shard);
  world.roster->set_shards(shards);
  world.roster->restored({.shard = shard, .epoch = 8});
  const auto results = world.sink.wait_for(1);
  BOOST_REQUIRE_EQUAL(results.size(), 1u);
  BOOST_TEST(results[0].epoch == 8);
  BOOST_TEST(world.metrics.restored_shards.Value() == kShards + 1);
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_takes_its_targets_out_of_the_engines) {
  RosterWorld world;
  const auto shop = usable("shop");
  world.roster->start(shared_set({shop}));
  (void)world.probed(1);
  world.roster->set_shards(ShardSet::none(kShards));
  test::wait_until("engines without a target", Millis(10'000), [&] {
    return !world.last_results.find(shop.target->id) &&
           std::ranges::all_of(world.engines, [](const auto& engine) {
             return engine->horizon() == SystemTime::max();
           });
  });
  BOOST_TEST(world.metrics.targets.Value() == 0);
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
