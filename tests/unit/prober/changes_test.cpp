#include "prober/schedule/changes.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

targets::LoadedTarget loaded(const char* name, const char* url = "http://x.example/",
                             bool suspended = false) {
  model::Target target;
  target.id = model::make_target_id("default", "shop", name);
  target.name = name;
  target.url = url;
  target.suspended = suspended;
  return {std::make_shared<const model::Target>(target), "targets.yaml", std::nullopt};
}

targets::TargetSet set_of(std::initializer_list<targets::LoadedTarget> targets) {
  targets::TargetSet set;
  set.targets = targets;
  std::sort(set.targets.begin(), set.targets.end(),
            [](const auto& a, const auto& b) { return a.target->id < b.target->id; });
  return set;
}

const ShardSet kAllShards = ShardSet::all(8);
constexpr std::string_view kHere = "eu-west";

Changes changes_of(const targets::TargetSet& before, const targets::TargetSet& after) {
  return changes_between({before, kAllShards, kHere}, {after, kAllShards, kHere});
}

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(equal_targets_are_left_alone_even_when_read_anew) {
  const auto found = changes_of(set_of({loaded("a"), loaded("b")}),  //
                                set_of({loaded("a"), loaded("b")}));
  BOOST_TEST(found.put.empty());
  BOOST_TEST(found.removed.empty());
}

BOOST_AUTO_TEST_CASE(new_changed_and_gone_targets_are_told_apart) {
  const auto found =
      changes_of(set_of({loaded("same"), loaded("edited"), loaded("gone"), loaded("gone-too")}),
                 set_of({loaded("same"), loaded("edited", "http://y.example/"), loaded("new")}));
  BOOST_TEST(found.put.size() == 2u);
  BOOST_TEST(found.removed.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_suspended_target_is_removed_and_a_resumed_one_is_new) {
  const auto suspended = loaded("a", "http://x.example/", true);
  BOOST_TEST(changes_of(set_of({loaded("a")}), set_of({suspended})).removed.size() == 1u);
  BOOST_TEST(changes_of(set_of({suspended}), set_of({loaded("a")})).put.size() == 1u);
  const auto still = changes_of(set_of({suspended}), set_of({suspended}));
  BOOST_TEST(still.put.empty());
  BOOST_TEST(still.removed.empty());
  BOOST_TEST(changes_of(set_of({suspended}), set_of({})).removed.empty());
}

BOOST_AUTO_TEST_CASE(a_target_comes_and_goes_with_its_locations) {
  const auto located = [](std::vector<std::string> locations) {
    model::Target target = *loaded("a").target;
    target.locations = std::move(locations);
    return set_of({{std::make_shared<const model::Target>(target), "targets.yaml", std::nullopt}});
  };
  const auto everywhere = located({});
  const auto here_too = located({"eu-west", "us-east"});
  const auto elsewhere = located({"us-east"});
  BOOST_TEST(changes_of(everywhere, elsewhere).removed.size() == 1U);
  BOOST_TEST(changes_of(elsewhere, here_too).put.size() == 1U);
  BOOST_TEST(changes_of(everywhere, here_too).removed.empty());
  BOOST_TEST(changes_of(elsewhere, located({"us-west"})).put.empty());
}

BOOST_AUTO_TEST_CASE(a_secret_that_appears_makes_a_target_usable) {
  auto unusable = loaded("a");
  unusable.unusable = "secret shop/token was never seen";
  BOOST_TEST(changes_of(set_of({unusable}), set_of({loaded("a")})).put.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_shard_that_goes_takes_its_targets_along_and_leaves_the_others_alone) {
  const auto set = set_of({loaded("a"), loaded("b"), loaded("c"), loaded("d"), loaded("e")});
  ShardSet fewer = kAllShards;
  const int gone = model::shard_of(set.targets[0].target->id, fewer.shards());
  fewer.remove(gone);
  const auto less = changes_between({set, kAllShards, kHere}, {set, fewer, kHere});
  BOOST_TEST(less.put.empty());
  BOOST_TEST(!less.removed.empty());
  for (const model::TargetId& id : less.removed) BOOST_TEST(model::shard_of(id, 8) == gone);
  const auto more = changes_between({set, fewer, kHere}, {set, kAllShards, kHere});
  BOOST_TEST(more.removed.empty());
  BOOST_TEST(more.put.size() == less.removed.size());
  BOOST_TEST(less.removed.size() < set.targets.size());
}

BOOST_AUTO_TEST_CASE(what_changes_in_a_shard_of_others_is_nothing) {
  const ShardSet none = ShardSet::none(8);
  const auto found =
      changes_between({set_of({loaded("gone"), loaded("edited")}), none, kHere},
                      {set_of({loaded("edited", "http://y.example/")}), none, kHere});
  BOOST_TEST(found.put.empty());
  BOOST_TEST(found.removed.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
