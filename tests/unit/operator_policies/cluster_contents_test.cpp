#include "operator/reconcile/policies/cluster_contents.hpp"

#include <map>
#include <memory>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

using vedette::model::Reference;
using vedette::op::ClusterContents;
using vedette::op::FoundContent;
using vedette::op::Object;
using vedette::op::ObjectKey;
using vedette::op::ObjectPtr;
using Kind = vedette::op::FoundContent::Kind;

namespace {

class FakeReader final : public vedette::op::ObjectReader {
 public:
  void put(const std::string& name, const std::string& labels, const std::string& data) {
    auto object = std::make_shared<Object>();
    object->key = {"shop", name};
    object->body = boost::json::parse(R"({"metadata":{"name":")" + name + R"(","labels":)" +
                                      labels + "}," + data + "}")
                       .as_object();
    objects_[object->key] = std::move(object);
  }

  [[nodiscard]] bool synced() const override { return true; }
  [[nodiscard]] ObjectPtr find(const ObjectKey& key) const override {
    const auto found = objects_.find(key);
    return found == objects_.end() ? nullptr : found->second;
  }
  [[nodiscard]] std::vector<ObjectPtr> all() const override { return {}; }

 private:
  std::map<ObjectKey, ObjectPtr> objects_;
};

struct ContentsBed {
  FakeReader secrets;
  FakeReader config_maps;

  [[nodiscard]] FoundContent find(Reference::Kind kind, const std::string& name,
                                  const std::string& key = "k") const {
    return ClusterContents(secrets, config_maps).find("shop", {kind, name, key});
  }
};

constexpr const char* kUse = R"({"vedette.dev/use":"true"})";

}  // namespace

BOOST_AUTO_TEST_SUITE(cluster_contents)

BOOST_AUTO_TEST_CASE(labelled_secret_is_decoded) {
  ContentsBed bed;
  bed.secrets.put("login", kUse, R"("data":{"k":"aHVudGVyMg=="})");
  const FoundContent found = bed.find(Reference::Kind::Secret, "login");
  BOOST_TEST((found.kind == Kind::Found));
  BOOST_TEST(found.text == "hunter2");
  BOOST_TEST((bed.find(Reference::Kind::Secret, "login", "other").kind == Kind::NoKey));
  BOOST_TEST((bed.find(Reference::Kind::ConfigMap, "login").kind == Kind::NoObject));
}

BOOST_AUTO_TEST_CASE(object_without_the_label_is_not_there) {
  for (const char* labels : {"{}", R"({"vedette.dev/use":"false"})", R"({"vedette.dev/use":""})",
                             R"({"vedette.dev/user":"true"})", "null"}) {
    ContentsBed bed;
    bed.secrets.put("login", labels, R"("data":{"k":"aHVudGVyMg=="})");
    const FoundContent found = bed.find(Reference::Kind::Secret, "login");
    BOOST_TEST((found.kind == Kind::NoObject), labels);
    BOOST_TEST(found.text.empty());
  }
}

BOOST_AUTO_TEST_CASE(config_map_has_text_and_bytes) {
  ContentsBed bed;
  bed.config_maps.put("ca", kUse, R"("data":{"k":"text"},"binaryData":{"b":"AP8="})");
  BOOST_TEST(bed.find(Reference::Kind::ConfigMap, "ca").text == "text");
  BOOST_TEST(bed.find(Reference::Kind::ConfigMap, "ca", "b").text == std::string("\0\xff", 2));
}

BOOST_AUTO_TEST_CASE(value_that_is_no_base64_is_broken) {
  ContentsBed bed;
  bed.secrets.put("login", kUse, R"("data":{"k":"hunter2!"})");
  const FoundContent found = bed.find(Reference::Kind::Secret, "login");
  BOOST_TEST((found.kind == Kind::Broken));
  BOOST_TEST(found.text == "the value of key k is no base64");
}

BOOST_AUTO_TEST_SUITE_END()
