#include "prober/fleet/targets_json.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

namespace json = boost::json;

targets::LoadedTarget loaded() {
  model::Target target;
  target.id = model::make_target_id("default", "shop", "checkout");
  target.source = "default";
  target.ns = "shop";
  target.name = "checkout";
  target.url = "https://shop.example/";
  target.http.authorization.emplace().credentials.value = "hunter2";
  target.http.headers.push_back({"X-Key", {std::nullopt, "hunter2"}});
  return {std::make_shared<const model::Target>(target), "targets.yaml", std::nullopt};
}

/// A prober of 64 shards, all of them its own.
std::vector<ShardStanding> all_ours() {
  return std::vector(
      64, ShardStanding{.probed = true, .owned = true, .restoring = false, .epoch = 1'795'000});
}

ProberStanding standing(std::vector<ShardStanding> shards = all_ours()) {
  return {"pod-1", "eu-west",
          std::make_shared<const std::vector<ShardStanding>>(std::move(shards))};
}

std::string text_of(const targets::TargetSet& set, const LastResults& last_results,
                    std::vector<ShardStanding> shards = all_ours()) {
  TargetsJson page(std::make_shared<const targets::TargetSet>(set), last_results,
                   standing(std::move(shards)));
  std::string text;
  for (std::string piece = page.next(); !piece.empty(); piece = page.next()) text += piece;
  return text;
}

BOOST_AUTO_TEST_SUITE(targets_page)

BOOST_AUTO_TEST_CASE(shows_each_target_with_its_last_result) {
  targets::TargetSet set;
  set.targets.push_back(loaded());
  LastResults last_results;
  model::ProbeResult result;
  result.facts.outcome = model::Outcome::Down;
  result.facts.reason = model::Reason::StatusMismatch;
  result.facts.status_code = 503;
  last_results.put(set.targets[0].target->id, last_result_of(result));

  const json::value page = json::parse(text_of(set, last_results));
  const json::object& target = page.at("targets").at(0).as_object();
  BOOST_TEST(target.at("name").as_string() == "checkout");
  BOOST_TEST(target.at("file").as_string() == "targets.yaml");
  BOOST_TEST(target.at("last").at("reason").as_string() == "status_mismatch");
  BOOST_TEST(target.at("last").at("statusCode").as_int64() == 503);
}

BOOST_AUTO_TEST_CASE(shows_the_shard_of_each_target_and_who_has_it) {
  targets::TargetSet set;
  set.targets.push_back(loaded());
  const int shard = model::shard_of(set.targets[0].target->id, 64);
  std::vector<ShardStanding> shards = all_ours();
  const json::value page = json::parse(text_of(set, {}, shards));
  BOOST_TEST(page.at("prober").as_string() == "pod-1");
  BOOST_TEST(page.at("location").as_string() == "eu-west");
  BOOST_TEST(page.at("shards").as_int64() == 64);
  const json::object ours = page.at("targets").at(0).as_object();
  BOOST_TEST(ours.at("shard").as_int64() == shard);
  BOOST_TEST(ours.at("owner").as_string() == "pod-1");
  BOOST_TEST(ours.at("epoch").as_int64() == 1'795'000);
  BOOST_TEST(ours.at("probed").as_bool());
  BOOST_TEST(!ours.contains("restoring"));

  shards.at(static_cast<std::size_t>(shard)) = {
      .probed = true, .owned = false, .restoring = true, .epoch = {}};
  const json::value later = json::parse(text_of(set, {}, shards));
  const json::object& restoring = later.at("targets").at(0).as_object();
  BOOST_TEST(restoring.at("restoring").as_bool());
  BOOST_TEST(!restoring.contains("owner"));
  BOOST_TEST(!restoring.contains("epoch"));

  shards.at(static_cast<std::size_t>(shard)) = {};
  const json::value elsewhere = json::parse(text_of(set, {}, shards));
  BOOST_TEST(!elsewhere.at("targets").at(0).at("probed").as_bool());
}

BOOST_AUTO_TEST_CASE(counts_the_results_of_each_target) {
  targets::TargetSet set;
  set.targets.push_back(loaded());
  LastResults last_results;
  last_results.add(set.targets[0].target->id);
  model::ProbeResult result;
  result.facts.outcome = model::Outcome::Down;
  for (int i = 0; i < 3; ++i) {
    last_results.put(set.targets[0].target->id, last_result_of(result));
  }
  const json::value page = json::parse(text_of(set, last_results));
  const json::object& results = page.at("targets").at(0).at("results").as_object();
  BOOST_TEST(results.at("up").as_int64() == 0);
  BOOST_TEST(results.at("down").as_int64() == 3);
}

BOOST_AUTO_TEST_CASE(many_targets_come_in_pieces_and_are_one_page) {
  targets::TargetSet set;
  for (int i = 0; i < 1'000; ++i) {
    auto target = std::make_shared<model::Target>(*loaded().target);
    target->id = model::make_target_id("default", "shop", std::to_string(i));
    set.targets.push_back({target, "targets.yaml", std::nullopt});
  }
  const LastResults none;
  TargetsJson page(std::make_shared<const targets::TargetSet>(set), none, standing());
  std::string text;
  std::size_t largest = 0;
  for (std::string piece = page.next(); !piece.empty(); piece = page.next()) {
    largest = std::max(largest, piece.size());
    text += piece;
  }
  BOOST_TEST(json::parse(text).at("targets").as_array().size() == 1'000U);
  BOOST_TEST(largest < text.size() / 3);
}

BOOST_AUTO_TEST_CASE(shows_no_secret) {
  targets::TargetSet set;
  set.targets.push_back(loaded());
  BOOST_TEST(text_of(set, {}).find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(shows_what_is_wrong_and_stays_json_whatever_it_says) {
  targets::TargetSet set;
  targets::Fault fault;
  fault.file = "bad.yaml";
  fault.line = 7;
  fault.message = "\xFF is \"no\" name";
  set.faults.push_back(fault);
  set.files.push_back({});
  const json::value page = json::parse(text_of(set, {}));
  BOOST_TEST(page.at("targets").as_array().empty());
  BOOST_TEST(page.at("files").as_array().size() == 1u);
  BOOST_TEST(page.at("faults").at(0).as_string() == "bad.yaml:7: \xEF\xBF\xBD is \"no\" name");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
