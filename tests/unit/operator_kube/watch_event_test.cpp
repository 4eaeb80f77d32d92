#include "operator/kube/watch_event.hpp"

#include <boost/test/unit_test.hpp>

#include "support/kube/awkward_words.hpp"

namespace vedette::op {
namespace {

using namespace vedette::test;
using Type = WatchEvent::Type;

BOOST_AUTO_TEST_SUITE(watch_event)

BOOST_AUTO_TEST_CASE(object_comes_with_key_version_and_without_managed_fields) {
  const auto event = watch_event_from(event_line("MODIFIED", "a", 7));
  BOOST_REQUIRE(event);
  BOOST_TEST((event->type == Type::Modified));
  BOOST_TEST(event->resource_version == "7");
  BOOST_TEST((event->object.key == ObjectKey{"shop", "a"}));
  BOOST_TEST(event->object.uid == "uid-a");
  BOOST_TEST(!event->object.body.at("metadata").as_object().contains("managedFields"));
  BOOST_TEST((watch_event_from(event_line("ADDED", "a", 7))->type == Type::Added));
  BOOST_TEST((watch_event_from(event_line("DELETED", "a", 7))->type == Type::Deleted));
}

BOOST_AUTO_TEST_CASE(bookmark_needs_a_version_and_nothing_else) {
  const auto event = watch_event_from(bookmark_line(12));
  BOOST_REQUIRE(event);
  BOOST_TEST((event->type == Type::Bookmark));
  BOOST_TEST(event->resource_version == "12");
  BOOST_TEST(!watch_event_from(R"({"type":"BOOKMARK","object":{"metadata":{}}})").has_value());
}

BOOST_AUTO_TEST_CASE(error_is_the_status_that_it_holds) {
  const auto event = watch_event_from(error_line(410, "Expired"));
  BOOST_REQUIRE(event);
  BOOST_TEST((event->type == Type::Error));
  BOOST_TEST(event->error.gone());
  BOOST_TEST(event->error.reason == "Expired");
  const auto odd = watch_event_from(R"({"type":"ERROR","object":{}})");
  BOOST_REQUIRE(odd);
  BOOST_TEST(odd->error.status == 500);
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused) {
  for (const char* line :
       {"", "<html>", "[]", "null", R"({"type":"ADDED"})", R"({"type":"ADDED","object":7})",
        R"({"type":"ADDED","object":{}})", R"({"type":"RENAMED","object":{}})", R"({"object":{}})",
        R"({"type":"ADDED","object":{"metadata":{"name":"a"}}})"}) {
    BOOST_TEST(!watch_event_from(line).has_value(), line);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
