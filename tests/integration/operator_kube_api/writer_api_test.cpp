#include <boost/test/unit_test.hpp>

#include "operator/kube/event_recorder.hpp"
#include "rig.hpp"

namespace vedette::op {
namespace {

using test::Rig;
using test::TheRig;
namespace json = boost::json;

/// A Target as a user applies it.
json::object target(const std::string& name, const std::string& interval) {
  return {{"apiVersion", targets_resource().api_version()},
          {"kind", "Target"},
          {"metadata", {{"namespace", "shop"}, {"name", name}}},
          {"spec", {{"url", "https://shop.example/"}, {"interval", interval}}}};
}

ApiResult<Object> apply(const json::object& body, Part part = Part::Object,
                        const Resource& resource = config_maps_resource()) {
  return TheRig::rig->writer.apply(resource, body, part);
}

BOOST_AUTO_TEST_SUITE(writer_api)

BOOST_AUTO_TEST_CASE(equal_apply_changes_nothing_not_even_the_version) {
  const auto first = apply(Rig::config_map("shop", "equal", "1"));
  BOOST_REQUIRE(first.has_value());
  const auto second = apply(Rig::config_map("shop", "equal", "1"));
  BOOST_REQUIRE(second.has_value());
  BOOST_TEST(first->resource_version == second->resource_version);
  BOOST_TEST(first->uid == second->uid);
}

BOOST_AUTO_TEST_CASE(apply_on_a_stale_version_is_a_conflict) {
  const auto first = apply(Rig::config_map("shop", "stale", "1"));
  BOOST_REQUIRE(apply(Rig::config_map("shop", "stale", "2")).has_value());
  auto body = Rig::config_map("shop", "stale", "3");
  body["metadata"].as_object()["resourceVersion"] = first->resource_version;
  const auto refused = apply(body);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().conflict());
  BOOST_TEST(refused.error().reason == "Conflict");
  BOOST_TEST((refused.error().kind == ErrorKind::Unavailable));
}

BOOST_AUTO_TEST_CASE(status_is_a_part_of_its_own_and_no_new_generation) {
  const auto made = apply(target("status", "10s"), Part::Object, targets_resource());
  BOOST_REQUIRE(made.has_value());
  BOOST_TEST(made->generation == 1);
  json::object body{{"apiVersion", targets_resource().api_version()},
                    {"kind", "Target"},
                    {"metadata", {{"namespace", "shop"}, {"name", "status"}}},
                    {"status", {{"observedGeneration", 1}}}};
  const auto written = apply(body, Part::Status, targets_resource());
  BOOST_REQUIRE(written.has_value());
  BOOST_TEST(written->generation == 1);
  BOOST_TEST(written->body.at("status").at("observedGeneration").as_int64() == 1);
  BOOST_TEST(apply(target("status", "20s"), Part::Object, targets_resource())->generation == 2);
}

BOOST_AUTO_TEST_CASE(body_that_cannot_be_merged_is_invalid_though_the_status_is_500) {
  auto body = Rig::config_map("shop", "typed", "1");
  body["dat"] = json::object{};
  const auto refused = apply(body);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().status == 500);
  BOOST_TEST((refused.error().kind == ErrorKind::Invalid));
}

BOOST_AUTO_TEST_CASE(what_the_schema_refuses_is_invalid_and_names_the_field) {
  const auto refused = apply(target("bad", "never"), Part::Object, targets_resource());
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().status == 422);
  BOOST_TEST(refused.error().message.find("spec.interval") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(merge_patch_removes_a_foreign_key_and_misses_what_is_gone) {
  BOOST_REQUIRE(apply(Rig::config_map("shop", "foreign", "1")).has_value());
  TheRig::rig->api.kubectl({"patch", "configmap", "foreign", "-n", "shop", "--type=merge", "-p",
                            R"({"data":{"extra":"x"}})"});
  const json::object patch{{"data", {{"extra", nullptr}}}};
  const auto patched =
      TheRig::rig->writer.merge_patch(config_maps_resource(), {"shop", "foreign"}, patch);
  BOOST_REQUIRE(patched.has_value());
  BOOST_TEST(!patched->body.at("data").as_object().contains("extra"));
  const auto missed = TheRig::rig->writer.merge_patch(pods_resource(), {"shop", "none"}, patch);
  BOOST_TEST(missed.error().not_found());
}

BOOST_AUTO_TEST_CASE(second_create_says_that_it_exists) {
  auto body = Rig::config_map("shop", "twice", "1");
  BOOST_REQUIRE(TheRig::rig->writer.create(config_maps_resource(), "shop", body).has_value());
  const auto refused = TheRig::rig->writer.create(config_maps_resource(), "shop", body);
  BOOST_TEST(refused.error().reason == "AlreadyExists");
  BOOST_TEST((refused.error().kind == ErrorKind::Invalid));
}

BOOST_AUTO_TEST_CASE(list_finds_by_label) {
  TheRig::rig->put("shop", "listed", "1", "list");
  const auto listed = TheRig::rig->writer.list(config_maps_resource(), "shop", "case=list");
  BOOST_REQUIRE(listed.has_value());
  BOOST_REQUIRE(listed->size() == 1U);
  BOOST_TEST((*listed)[0].key.name == "listed");
}

BOOST_AUTO_TEST_CASE(event_is_shown_with_its_object) {
  auto& rig = *TheRig::rig;
  const auto regarding = apply(target("events", "10s"), Part::Object, targets_resource());
  BOOST_REQUIRE(regarding.has_value());
  EventRecorder recorder({"vedette.dev/operator", "test"}, rig.writer, rig.clock);
  recorder.record(targets_resource(), *regarding,
                  {EventType::Warning, "Invalid", "Render", std::string(3'000, 'x')});
  vedette::test::wait_until("event written", test::kPatience, [&] {
    return recorder.stats().written + recorder.stats().failed == 1;
  });
  BOOST_TEST(recorder.stats().written == 1U);
  const std::string shown = rig.api.kubectl({"describe", "target", "events", "-n", "shop"});
  BOOST_TEST(shown.find("Invalid") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(server_of_another_authority_is_not_trusted) {
  auto& rig = *TheRig::rig;
  ApiClientOptions options = rig.options(rig.api.admin_token_file());
  options.endpoint.ca_file.clear();
  ApiClient client(options, rig.clock);
  const auto answer = client.call({"GET", "/api"});
  BOOST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().message.find("--kube-ca") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
