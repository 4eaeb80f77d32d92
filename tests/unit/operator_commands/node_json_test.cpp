#include "operator/commands/node_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include "targets/document/document.hpp"

BOOST_AUTO_TEST_SUITE(node_json)

BOOST_AUTO_TEST_CASE(document_keeps_its_values_and_its_order) {
  vedette::targets::FaultLog log("test.yaml");
  std::string text;
  BOOST_TEST(vedette::targets::read_yaml(
      "z: [1, -5, \"1\"]\na: {on: true, no: null, text: 'x\"y'}\nempty: {}\n", log,
      [&](const vedette::targets::Node& node) {
        text = boost::json::serialize(vedette::op::to_json(node));
      }));
  BOOST_TEST(text == R"({"z":[1,-5,"1"],"a":{"on":true,"no":null,"text":"x\"y"},"empty":{}})");
}

BOOST_AUTO_TEST_SUITE_END()
