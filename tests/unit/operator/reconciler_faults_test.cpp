#include <boost/test/unit_test.hpp>

#include "operator/api/output_objects.hpp"
#include "reconcile_bed.hpp"

namespace vedette::op {
namespace {

using test::ReconcileBed;
using Names = std::vector<std::string>;

constexpr ErrorKind kAway = ErrorKind::Unavailable;

struct FaultsBed : ReconcileBed {
  int index = file_of("checkout");
  ObjectKey config_map{"vedette", targets_object_name(index)};

  FaultsBed() {
    put_target("checkout");
    settle();
    static_cast<void>(written());
  }

  /// kubectl edit: the bytes of the file are replaced.
  void edit(const std::string& from, const std::string& to) {
    auto body = api.get(config_maps_resource(), config_map)->body;
    const std::string key = file(index).name() + ".jsonl";
    std::string text(body.at("data").at(key).as_string());
    const auto at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    body["data"].as_object()[key] = text.replace(at, from.size(), to);
    api.put(config_maps_resource(), std::move(body));
  }
};

BOOST_FIXTURE_TEST_SUITE(reconciler_faults, FaultsBed)

BOOST_AUTO_TEST_CASE(hand_edited_file_is_rewritten_under_a_higher_epoch) {
  const TargetFile before = file(index);
  edit("https://checkout.example/", "https://evil.example/");
  settle();
  BOOST_TEST((file(index).lines == before.lines));
  BOOST_TEST(file(index).epoch > before.epoch);
  BOOST_TEST(written() == Names{config_map.name}, boost::test_tools::per_element());
  BOOST_TEST(metrics.repairs.Value() == 1);
}

BOOST_AUTO_TEST_CASE(file_edited_into_something_unreadable_keeps_last_good_lines) {
  const std::string good = line("checkout");
  put_target("checkout", {{"url", "ftp://checkout.example/"}});
  settle();
  edit("{", "");
  settle();
  BOOST_TEST(line("checkout") == good);
}

BOOST_AUTO_TEST_CASE(repair_has_a_higher_epoch_than_the_hands) {
  const std::int64_t epoch = file(index).epoch;
  edit("\"epoch\":" + std::to_string(epoch), "\"epoch\":" + std::to_string(epoch * 2));
  edit("https://checkout.example/", "https://evil.example/");
  settle();
  BOOST_TEST(file(index).epoch == epoch * 2 + 1);
}

BOOST_AUTO_TEST_CASE(key_that_a_hand_added_is_removed) {
  auto body = api.get(config_maps_resource(), config_map)->body;
  body["data"].as_object()["extra"] = "evil";
  api.put(config_maps_resource(), std::move(body));
  settle();
  const auto contents = config_map_contents(api.get(config_maps_resource(), config_map)->body);
  BOOST_TEST(contents->size() == 1u);
  BOOST_TEST(!contents->contains("extra"));
}

BOOST_AUTO_TEST_CASE(label_of_somebody_else_is_no_damage) {
  auto body = api.get(config_maps_resource(), config_map)->body;
  body["metadata"].as_object()["annotations"] = boost::json::object{{"team", "shop"}};
  api.put(config_maps_resource(), std::move(body));
  settle();
  BOOST_TEST(written().empty());
  BOOST_TEST(metrics.repairs.Value() == 0);
}

BOOST_AUTO_TEST_CASE(deleted_file_is_made_again_with_a_higher_epoch) {
  const TargetFile before = file(index);
  api.remove(config_maps_resource(), config_map);
  settle();
  BOOST_TEST((file(index).lines == before.lines));
  BOOST_TEST(file(index).epoch > before.epoch);
}

BOOST_AUTO_TEST_CASE(conflict_is_read_again_and_planned_again) {
  put_target("checkout", {{"url", "https://new.example/"}});
  int edits = 0;
  api.before = [&](const std::string& kind, const std::string& name) {
    if (kind == "ConfigMap" && name == config_map.name && edits++ == 0) {
      edit("https://checkout.example/", "https://evil.example/");
    }
  };
  look();
  BOOST_TEST(line("checkout").find("https://new.example/") != std::string::npos);
  BOOST_TEST(metrics.writes(OutputKind::ConfigMap, WriteResult::Conflict).Value() == 1);
  settle();
  BOOST_TEST(written() == Names{config_map.name}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(file_deleted_under_a_write_is_made_again) {
  put_target("checkout", {{"url", "https://new.example/"}});
  int removals = 0;
  api.before = [&](const std::string& kind, const std::string& name) {
    if (kind == "ConfigMap" && name == config_map.name && removals++ == 0) {
      api.remove(config_maps_resource(), config_map);
    }
  };
  look();
  BOOST_TEST(line("checkout").find("https://new.example/") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(file_that_cannot_be_written_is_tried_again_after_a_wait) {
  put_target("checkout", {{"url", "https://new.example/"}});
  api.failures = {{kAway, 503, "ServiceUnavailable", "away", Millis(20'000)}};
  look();
  BOOST_TEST(line("checkout").find("https://new.example/") == std::string::npos);
  tick();
  BOOST_TEST(line("checkout").find("https://new.example/") == std::string::npos);
  BOOST_TEST(metrics.oldest_change.Value() == 0);

  clock.advance(Millis(20'000));  // what the API server asked for is more than the back-off
  tick();
  BOOST_TEST(line("checkout").find("https://new.example/") != std::string::npos);
  BOOST_TEST(metrics.writes(OutputKind::ConfigMap, WriteResult::Unavailable).Value() == 1);
}

BOOST_AUTO_TEST_CASE(oldest_change_that_waits_is_shown) {
  put_target("checkout", {{"url", "https://new.example/"}});
  api.failures = {{kAway, 503, "ServiceUnavailable", "away", Millis(20'000)}};
  look();
  clock.advance(Millis(7'000));
  tick();
  BOOST_TEST(metrics.oldest_change.Value() == 7);
}

BOOST_AUTO_TEST_CASE(refused_file_holds_up_no_other_and_is_tried_again_at_the_next_change) {
  std::string other = "site";
  while (file_of(other) == index) other += "-a";
  put_target("checkout", {{"url", "https://new.example/"}});
  put_target(other);
  bool immutable = true;
  api.before = [&](auto&, const std::string& name) {
    if (name != config_map.name || !immutable) return;
    api.failures = {{ErrorKind::Invalid, 422, "Invalid", "immutable", std::nullopt}};
  };
  look();
  BOOST_TEST(line("checkout").find("https://new.example/") == std::string::npos);
  BOOST_TEST(!line(other).empty());

  immutable = false;
  clock.advance(Millis(60'000));
  tick();
  BOOST_TEST(line("checkout").find("https://new.example/") == std::string::npos);
  put_target("checkout", {{"url", "https://newer.example/"}});
  look();
  BOOST_TEST(line("checkout").find("https://newer.example/") != std::string::npos);
  BOOST_TEST(metrics.writes(OutputKind::ConfigMap, WriteResult::Refused).Value() == 1);
}

BOOST_AUTO_TEST_CASE(leadership_is_asked_for_before_every_write) {
  put_target("checkout", {{"url", "https://new.example/"}});
  for (int i = 0; i < 20; ++i) put_target("site-" + std::to_string(i));
  int writes = 0;
  api.before = [&](const std::string& kind, const std::string&) {
    if (kind == "ConfigMap" && ++writes == 2) leads = false;
  };
  look();
  BOOST_TEST(writes == 2);
}

BOOST_AUTO_TEST_CASE(old_versions_that_a_slow_watch_brings_are_no_damage) {
  put_target("checkout", {{"url", "https://second.example/"}});
  look();
  output_config_maps->refresh();
  const ObjectPtr second = output_config_maps->find(config_map);
  put_target("checkout", {{"url", "https://third.example/"}});
  look();
  static_cast<void>(written());
  // The cache shows the second version when the third is written already.
  put_target("checkout", {{"url", "https://fourth.example/"}});
  targets->refresh();
  Changes changes;
  changes[{Watched::Target, {"shop", "checkout"}}] = clock.steady_now();
  reconciler->round(changes, {});
  settle();
  BOOST_TEST(metrics.repairs.Value() == 0);
  BOOST_TEST(written() == Names{config_map.name}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
