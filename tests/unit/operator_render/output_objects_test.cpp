#include "operator/api/output_objects.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace json = boost::json;
using vedette::op::config_map_contents;
using vedette::op::config_map_value;
using vedette::op::Contents;
using vedette::op::Form;
using vedette::op::secret_contents;
using vedette::op::secret_value;
using vedette::op::secrets_object;
using vedette::op::targets_object;

BOOST_AUTO_TEST_SUITE(output_objects)

BOOST_AUTO_TEST_CASE(target_file_is_a_config_map) {
  BOOST_TEST(
      json::serialize(targets_object("vedette", 7, "targets-07.jsonl", "{}\n", Form::Text)) ==
      R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"vedette-targets-07",)"
      R"("namespace":"vedette","labels":{"app.kubernetes.io/managed-by":"vedette-operator",)"
      R"("vedette.dev/output":"targets"}},"data":{"targets-07.jsonl":"{}\n"}})");
}

BOOST_AUTO_TEST_CASE(compressed_file_is_binary_data) {
  const json::object object =
      targets_object("", 12, "targets-12.jsonl.gz", "\x1f\x8b", Form::Binary);
  BOOST_TEST(!object.contains("data"));
  BOOST_TEST(object.at("binaryData").at("targets-12.jsonl.gz").as_string() == "H4s=");
  BOOST_TEST(!object.at("metadata").as_object().contains("namespace"));
}

BOOST_AUTO_TEST_CASE(contents_are_a_secret) {
  const json::object object = secrets_object("vedette", 3, {{"sha256-a", "foo"}});
  BOOST_TEST(json::serialize(object) ==
             R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":"vedette-secrets-03",)"
             R"("namespace":"vedette","labels":{"app.kubernetes.io/managed-by":"vedette-operator",)"
             R"("vedette.dev/output":"secrets"}},"type":"Opaque","data":{"sha256-a":"Zm9v"}})");
}

BOOST_AUTO_TEST_CASE(what_was_built_is_read_back) {
  const Contents contents{{"a", "text\n"}, {"b", std::string("\0\xff", 2)}, {"c", ""}};
  BOOST_TEST((secret_contents(secrets_object("", 0, contents)).value() == contents));
  const json::object config_map{{"data", {{"a", "text\n"}, {"c", ""}}},
                                {"binaryData", {{"b", "AP8="}}}};
  BOOST_TEST((config_map_contents(config_map).value() == contents));
  BOOST_TEST((config_map_value(config_map, "a").value() == "text\n"));
  BOOST_TEST((config_map_value(config_map, "b").value() == std::string("\0\xff", 2)));
}

BOOST_AUTO_TEST_CASE(object_without_data_holds_nothing) {
  BOOST_TEST(secret_contents({{"data", nullptr}}).value().empty());
  BOOST_TEST(config_map_contents({}).value().empty());
  BOOST_TEST(!secret_value({}, "a").value().has_value());
  BOOST_TEST(!config_map_value({{"data", {{"b", ""}}}}, "a").value().has_value());
}

BOOST_AUTO_TEST_CASE(broken_value_is_refused_by_its_key_alone) {
  const json::object secret{{"data", {{"token", "hunter2 in the clear"}}}};
  BOOST_TEST(secret_value(secret, "token").error().message ==
             "the value of key token is no base64");
  BOOST_TEST(secret_contents(secret).error().message == "the value of key token is no base64");
  BOOST_TEST(config_map_value({{"data", {{"n", 1}}}}, "n").error().message ==
             "the value of key n is no text");
}

BOOST_AUTO_TEST_SUITE_END()
