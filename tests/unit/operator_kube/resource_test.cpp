#include "operator/kube/resource.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "operator/kube/list_page.hpp"
#include "operator/kube/query.hpp"
#include "support/kube/awkward_words.hpp"

namespace vedette::op {
namespace {

BOOST_AUTO_TEST_SUITE(resource)

BOOST_AUTO_TEST_CASE(paths_are_those_of_the_api_server) {
  BOOST_TEST(config_maps_resource().collection_path("") == "/api/v1/configmaps");
  BOOST_TEST(secrets_resource().object_path({"shop", "a"}) == "/api/v1/namespaces/shop/secrets/a");
  BOOST_TEST(targets_resource().collection_path("shop") ==
             "/apis/vedette.dev/v1alpha1/namespaces/shop/targets");
  BOOST_TEST(targets_resource().api_version() == "vedette.dev/v1alpha1");
  BOOST_TEST(pods_resource().api_version() == "v1");
}

BOOST_AUTO_TEST_CASE(query_is_percent_encoded_and_leaves_out_what_is_empty) {
  BOOST_TEST(query({}) == "");
  BOOST_TEST(query({{"a", ""}}) == "");
  BOOST_TEST(query({{"a", "1"}, {"b", ""}, {"c", "x=y/z &+\xc3\xa9"}}) ==
             "?a=1&c=x%3Dy%2Fz%20%26%2B%C3%A9");
}

BOOST_AUTO_TEST_CASE(object_without_name_or_version_is_refused) {
  for (const char* text : {"7", "{}", R"({"metadata":7})", R"({"metadata":{"name":"a"}})",
                           R"({"metadata":{"resourceVersion":"1"}})"}) {
    BOOST_TEST(!object_from(boost::json::parse(text)), text);
  }
}

BOOST_AUTO_TEST_CASE(object_keeps_all_but_managed_fields) {
  const auto object = object_from(boost::json::parse(vedette::test::object_text("a", 3)));
  BOOST_REQUIRE(object);
  BOOST_TEST(to_text(object->key) == "shop/a");
  BOOST_TEST(to_text(ObjectKey{"", "node"}) == "node");
  BOOST_TEST(object->generation == 0);
  BOOST_TEST(object->body.contains("data"));
  BOOST_TEST(!object->body.at("metadata").as_object().contains("managedFields"));
}

BOOST_AUTO_TEST_CASE(page_needs_a_version_and_may_have_no_items) {
  const auto page_of = [](std::string_view text) {
    return list_page_from(boost::json::parse(std::string(text)));
  };
  BOOST_TEST(page_of(R"({"metadata":{"resourceVersion":"5"},"items":null})")->items.empty());
  BOOST_TEST(page_of(vedette::test::list_text(5, {"a", "b"}, "t"))->continue_token == "t");
  for (const char* text :
       {"[]", "{}", R"({"metadata":{}})", R"({"metadata":{"resourceVersion":5}})",
        R"({"metadata":{"resourceVersion":"5"},"items":{}})",
        R"({"metadata":{"resourceVersion":"5"},"items":[7]})"}) {
    BOOST_TEST(!page_of(text), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
