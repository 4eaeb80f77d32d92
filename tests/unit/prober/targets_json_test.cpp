#include "prober/engine/targets_json.hpp"

#include <memory>
#include <string>

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

  const json::value page = json::parse(targets_json(set, last_results));
  const json::object& target = page.at("targets").at(0).as_object();
  BOOST_TEST(target.at("name").as_string() == "checkout");
  BOOST_TEST(target.at("file").as_string() == "targets.yaml");
  BOOST_TEST(target.at("last").at("reason").as_string() == "status_mismatch");
  BOOST_TEST(target.at("last").at("statusCode").as_int64() == 503);
}

BOOST_AUTO_TEST_CASE(shows_no_secret) {
  targets::TargetSet set;
  set.targets.push_back(loaded());
  BOOST_TEST(targets_json(set, {}).find("hunter2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(shows_what_is_wrong_and_stays_json_whatever_it_says) {
  targets::TargetSet set;
  targets::Fault fault;
  fault.file = "bad.yaml";
  fault.line = 7;
  fault.message = "\xFF is \"no\" name";
  set.faults.push_back(fault);
  set.files.push_back({});
  const json::value page = json::parse(targets_json(set, {}));
  BOOST_TEST(page.at("targets").as_array().empty());
  BOOST_TEST(page.at("files").as_array().size() == 1u);
  BOOST_TEST(page.at("faults").at(0).as_string() == "bad.yaml:7: \xEF\xBF\xBD is \"no\" name");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
