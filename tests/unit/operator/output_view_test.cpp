#include "operator/reconcile/output_view.hpp"

#include <memory>

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

namespace json = boost::json;

ObjectPtr config_map(const std::string& version, json::object data = {}) {
  return std::make_shared<const Object>(Object{{"vedette", "vedette-targets-00"},
                                               "uid",
                                               version,
                                               0,
                                               json::object{{"data", std::move(data)}}});
}

struct Viewed {
  OutputView view{OutputKind::ConfigMap};
};

BOOST_FIXTURE_TEST_SUITE(output_view, Viewed)

BOOST_AUTO_TEST_CASE(own_write_that_comes_back_is_nothing_new) {
  view.learn(config_map("5").get());
  BOOST_TEST(!view.shown(config_map("5")));
}

BOOST_AUTO_TEST_CASE(older_versions_on_the_way_are_nothing_new) {
  BOOST_TEST(view.shown(config_map("4")));
  view.learn(config_map("5").get());
  view.learn(config_map("6").get());
  BOOST_TEST(!view.shown(config_map("4")));
  BOOST_TEST(!view.shown(config_map("5")));
  BOOST_TEST(!view.shown(config_map("6")));
}

BOOST_AUTO_TEST_CASE(version_of_somebody_else_is_new) {
  view.learn(config_map("5").get());
  BOOST_TEST(view.shown(config_map("6", {{"extra", "x"}})));
  BOOST_TEST(view.contents().at("extra") == "x");
}

BOOST_AUTO_TEST_CASE(deletion_is_new) {
  view.learn(config_map("5").get());
  BOOST_TEST(view.shown(nullptr));
  BOOST_TEST(!view.exists());
  BOOST_TEST(!view.shown(nullptr));
}

BOOST_AUTO_TEST_CASE(version_that_comes_back_after_a_deletion_is_new) {
  view.learn(config_map("5").get());
  BOOST_TEST(!view.shown(config_map("5")));
  BOOST_TEST(view.shown(nullptr));
  BOOST_TEST(view.shown(config_map("5")));
}

BOOST_AUTO_TEST_CASE(existing_object_is_guarded_by_identity_and_version) {
  json::object body{{"metadata", json::object{}}};
  view.guard(body);
  BOOST_TEST(body.at("metadata").as_object().empty());
  view.learn(config_map("5").get());
  view.guard(body);
  BOOST_TEST(body.at("metadata").at("uid") == "uid");
  BOOST_TEST(body.at("metadata").at("resourceVersion") == "5");
}

BOOST_AUTO_TEST_CASE(foreign_keys_are_removed_and_nothing_else) {
  view.learn(config_map("5", {{"ours", "1"}, {"extra", "2"}}).get());
  const json::object patch = view.removal_of_others({{"ours", "1"}});
  BOOST_TEST((patch.at("data") == json::value{{"extra", nullptr}}));
  BOOST_TEST((patch.at("binaryData") == json::value{{"extra", nullptr}}));
  BOOST_TEST(patch.at("metadata").at("resourceVersion") == "5");
  BOOST_TEST(view.removal_of_others({{"ours", "1"}, {"extra", "2"}}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
