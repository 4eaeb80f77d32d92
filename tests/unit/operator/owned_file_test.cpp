#include "operator/reconcile/owned_file.hpp"

#include <memory>

#include <boost/test/unit_test.hpp>

#include "operator/api/output_objects.hpp"
#include "operator/render/target_line.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

const model::TargetId kCheckout = model::make_target_id("default", "shop", "checkout");

TargetFile one_line(std::int64_t epoch, const std::string& url = "https://a.example/") {
  const json::object manifest{
      {"apiVersion", "vedette.dev/v1alpha1"},
      {"kind", "Target"},
      {"metadata", json::object{{"name", "checkout"}, {"namespace", "shop"}, {"generation", 1}}},
      {"spec", json::object{{"url", url}}}};
  return {"default", 0, 1, epoch, false, {{kCheckout, render_line(manifest, {}, SystemTime())}}};
}

ObjectPtr config_map(const TargetFile& file, const std::string& version) {
  const StoredFile stored = store(file).value();
  return std::make_shared<const Object>(
      Object{{"vedette", "vedette-targets-00"},
             "uid",
             version,
             0,
             targets_object("vedette", 0, stored.key, stored.bytes, Form::Text)});
}

struct Owned {
  OwnedFile file{{"default", 0, 1}};
};

BOOST_FIXTURE_TEST_SUITE(owned_file, Owned)

BOOST_AUTO_TEST_CASE(what_the_cluster_has_at_the_start_is_what_is_meant) {
  file.adopt(config_map(one_line(5), "10").get(), nullptr);
  BOOST_TEST((file.previous().file == one_line(5)));
  BOOST_TEST(!file.file_to_write({}, SystemTime()).has_value());
}

BOOST_AUTO_TEST_CASE(hands_edit_is_written_over_with_what_was_meant) {
  file.adopt(config_map(one_line(5), "10").get(), nullptr);
  BOOST_TEST(file.shown_config_map(config_map(one_line(9, "https://evil.example/"), "11")));
  const auto again = file.file_to_write({}, SystemTime());
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST((again->lines == one_line(5).lines));
  BOOST_TEST(again->epoch == 10);
}

BOOST_AUTO_TEST_CASE(write_that_came_through_is_what_is_meant_from_then_on) {
  file.adopt(config_map(one_line(5), "10").get(), nullptr);
  const TargetFile next = one_line(6, "https://b.example/");
  const StoredFile stored = store(next).value();
  file.wrote_config_map(*config_map(next, "11"), next, {{stored.key, stored.bytes}});
  BOOST_TEST((file.previous().file == next));
  BOOST_TEST(!file.shown_config_map(config_map(next, "11")));
  BOOST_TEST(!file.file_to_write({}, SystemTime()).has_value());
}

BOOST_AUTO_TEST_CASE(unreadable_content_does_not_replace_what_was_meant) {
  file.adopt(config_map(one_line(5), "10").get(), nullptr);
  const Object rubbish{{"vedette", "vedette-targets-00"},
                       "uid",
                       "11",
                       0,
                       targets_object("vedette", 0, "targets-00.jsonl", "rubbish", Form::Text)};
  file.adopt(&rubbish, nullptr);
  BOOST_TEST((file.previous().file == one_line(5)));
  BOOST_TEST(file.file_to_write({}, SystemTime()).has_value());
}

BOOST_AUTO_TEST_CASE(secret_that_nobody_needs_is_not_made) {
  BOOST_TEST(!file.must_write_secret({}));
  BOOST_TEST(file.must_write_secret({{"sha256-00", "x"}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
