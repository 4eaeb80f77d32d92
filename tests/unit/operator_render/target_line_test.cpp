#include "operator/render/target_line.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"

namespace json = boost::json;
using vedette::SystemTime;
using vedette::op::generation_of;
using vedette::op::is_resolved;
using vedette::op::render_line;
using vedette::op::schedule_since;

namespace {

SystemTime at(std::string_view text) { return vedette::from_rfc3339(text).value(); }

const SystemTime kNoon = at("2026-11-23T12:00:00Z");
const SystemTime kOne = at("2026-11-23T13:00:00Z");

json::object manifest(std::string_view spec) {
  return json::parse(R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":)"
                     R"({"generation":4,"name":"checkout","namespace":"shop"},"spec":)" +
                     std::string(spec) + "}")
      .as_object();
}

/// When the schedule of `now` began, after a line of `before` said noon.
SystemTime since(std::string_view before, std::string_view now) {
  return schedule_since(render_line(manifest(before), {}, kNoon), manifest(now), kOne);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(target_line)

BOOST_AUTO_TEST_CASE(line_is_what_a_target_says_of_itself) {
  json::object object = manifest(R"({"url":"https://shop.example/","interval":"30s"})");
  json::object& metadata = object["metadata"].as_object();
  metadata["uid"] = "4bbc9db3";
  metadata["resourceVersion"] = "42";
  metadata["generateName"] = "checkout-";
  metadata["labels"] = json::object{{"app", "shop"}};
  object["status"] = json::object{{"state", "Unknown"}};
  BOOST_TEST(
      render_line(object, {}, kNoon) ==
      R"({"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{"name":"checkout",)"
      R"("namespace":"shop","generation":4},"spec":{"url":"https://shop.example/",)"
      R"("interval":"30s"},"scheduleSince":"2026-11-23T12:00:00.000000Z"})");
}

BOOST_AUTO_TEST_CASE(item_of_a_list_without_kind_is_a_target_too) {
  json::object object = manifest(R"({"url":"https://shop.example/"})");
  const std::string line = render_line(object, {}, kNoon);
  object.erase("kind");
  object.erase("apiVersion");
  BOOST_TEST(render_line(object, {}, kNoon) == line);
}

BOOST_AUTO_TEST_CASE(reference_becomes_a_file) {
  const json::object object = manifest(
      R"({"http":{"headers":[{"name":"A","value":"1"},{"name":"B","valueFrom":{"secretKeyRef":)"
      R"({"name":"s","key":"k"}}}]},"tls":{"caFrom":{"configMapKeyRef":{"name":"c","key":"k"}}}})");
  const std::string line =
      render_line(object, {{"spec.http.headers[1].valueFrom", "sha256-b"}}, kNoon);
  BOOST_TEST(
      line.find(R"([{"name":"A","value":"1"},{"name":"B","valueFrom":{"file":"sha256-b"}}])") !=
      std::string::npos);
  BOOST_TEST(line.find(R"("caFrom":{"configMapKeyRef":{"name":"c","key":"k"}})") !=
             std::string::npos);
  BOOST_TEST(!is_resolved(line));
  BOOST_TEST(is_resolved(render_line(
      object, {{"spec.http.headers[1].valueFrom", "sha256-b"}, {"spec.tls.caFrom", "sha256-c"}},
      kNoon)));
}

BOOST_AUTO_TEST_CASE(text_that_names_a_reference_is_none) {
  BOOST_TEST(
      is_resolved(render_line(manifest(R"({"http":{"body":"{\"secretKeyRef\":1}"}})"), {}, kNoon)));
}

BOOST_AUTO_TEST_CASE(generation_is_the_lines) {
  BOOST_TEST((generation_of(render_line(manifest("{}"), {}, kNoon)) == 4));
  json::object object = manifest("{}");
  object["metadata"].as_object().erase("generation");
  BOOST_TEST(!generation_of(render_line(object, {}, kNoon)).has_value());
  BOOST_TEST(!generation_of("no JSON").has_value());
}

BOOST_AUTO_TEST_CASE(schedule_goes_on_while_interval_suspension_and_locations_stay) {
  BOOST_TEST((since(R"({"url":"https://a/"})", R"({"url":"https://b/"})") == kNoon));
  BOOST_TEST((since(R"({"interval":"60s"})", R"({"interval":"1m","timeout":"5s"})") == kNoon));
  BOOST_TEST((since(R"({})", R"({"interval":"30s"})") == kNoon));
  BOOST_TEST((since(R"({"locations":["a","b"]})", R"({"locations":["b","a"]})") == kNoon));
  BOOST_TEST((since(R"({"suspend":{"reason":"a"}})", R"({"suspend":{"reason":"b"}})") == kNoon));
}

BOOST_AUTO_TEST_CASE(schedule_begins_anew_when_interval_suspension_or_locations_change) {
  BOOST_TEST((since(R"({"interval":"60s"})", R"({"interval":"61s"})") == kOne));
  BOOST_TEST((since(R"({"interval":"60s"})", R"({})") == kOne));
  BOOST_TEST((since(R"({})", R"({"suspend":{}})") == kOne));
  BOOST_TEST((since(R"({})", R"({"locations":["a"]})") == kOne));
  BOOST_TEST((since(R"({"locations":["a","b"]})", R"({"locations":["a"]})") == kOne));
  BOOST_TEST((since(R"({"suspend":{}})", R"({})") == kOne));
}

BOOST_AUTO_TEST_CASE(schedule_without_a_past_begins_now) {
  BOOST_TEST((schedule_since("", manifest("{}"), kOne) == kOne));
  BOOST_TEST((schedule_since("{}", manifest("{}"), kOne) == kOne));
  BOOST_TEST((schedule_since(R"({"scheduleSince":"noon"})", manifest("{}"), kOne) == kOne));
}

BOOST_AUTO_TEST_SUITE_END()
