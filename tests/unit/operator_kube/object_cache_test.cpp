#include "operator/kube/object_cache.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

Object object(std::string name, std::string version, std::string uid = "1") {
  Object object;
  object.key = {"shop", std::move(name)};
  object.resource_version = std::move(version);
  object.uid = std::move(uid);
  return object;
}

WatchEvent event(WatchEvent::Type type, Object object) {
  return {type, object.resource_version, std::move(object), {}};
}

std::string names(const std::vector<ObjectKey>& keys) {
  std::string names;
  for (const ObjectKey& key : keys) names += key.name;
  return names;
}

BOOST_AUTO_TEST_SUITE(object_cache)

BOOST_AUTO_TEST_CASE(replacement_tells_of_added_changed_and_vanished_ones_only) {
  ObjectCache cache;
  BOOST_TEST(!cache.synced());
  BOOST_TEST(names(cache.replace({object("c", "1"), object("a", "1"), object("b", "1")})) == "abc");
  BOOST_TEST(cache.synced());
  BOOST_TEST(names(cache.replace({object("b", "2"), object("c", "1"), object("d", "1")})) == "abd");
  BOOST_TEST(!cache.find({"shop", "a"}));
  BOOST_TEST(cache.find({"shop", "b"})->resource_version == "2");
}

BOOST_AUTO_TEST_CASE(object_made_again_under_its_name_is_a_change) {
  ObjectCache cache;
  cache.replace({object("a", "1", "old")});
  BOOST_TEST(names(cache.replace({object("a", "1", "new")})) == "a");
}

BOOST_AUTO_TEST_CASE(empty_list_is_synced) {
  ObjectCache cache;
  BOOST_TEST(cache.replace({}).empty());
  BOOST_TEST(cache.synced());
}

BOOST_AUTO_TEST_CASE(event_that_changes_nothing_is_not_told) {
  using Type = WatchEvent::Type;
  ObjectCache cache;
  cache.replace({object("a", "1")});
  BOOST_TEST(!cache.apply(event(Type::Modified, object("a", "1"))));
  BOOST_TEST(!cache.apply(event(Type::Deleted, object("b", "1"))));
  BOOST_TEST(cache.apply(event(Type::Modified, object("a", "2")))->name == "a");
  BOOST_TEST(cache.apply(event(Type::Added, object("b", "3")))->name == "b");
  BOOST_TEST(cache.apply(event(Type::Deleted, object("a", "4")))->name == "a");
  BOOST_TEST(cache.all().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
