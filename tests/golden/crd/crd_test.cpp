#include <map>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "golden/crd/manual.hpp"
#include "golden/crd/schema.hpp"

// What holds of crds/targets.vedette.dev.yaml without a server; that it and the rules agree is
// tested with one, in tests/integration/operator_agreement.

namespace vedette::test {
namespace {

/// The default as descriptions write it: a scalar, or the one item of a list.
std::string default_text(const SchemaField& field) {
  const targets::Node* value = field.part("default");
  if (value == nullptr) return {};
  return value->items.empty() ? value->text : value->items.front().text;
}

bool ends_with_its_default(const SchemaField& field) {
  const std::string text = field.keyword("description");
  if (field.required) return text.ends_with(" Required.");
  const std::string value = default_text(field);
  if (!value.empty()) return text.ends_with(" Default: " + value + ".");
  return text.find(" Default: ") != std::string::npos && text.ends_with('.');
}

/// The keywords without which a value of that type may be of any size.
std::set<std::string> bounds_of(const SchemaField& field) {
  const std::string type = field.keyword("type");
  if (type == "array") return {"maxItems"};
  if (type == "integer") {
    return field.keyword("format") == "int64" ? std::set<std::string>{"minimum"}
                                              : std::set<std::string>{"minimum", "maximum"};
  }
  if (type == "object" && field.part("additionalProperties") != nullptr) return {"maxProperties"};
  const bool closed = field.part("enum") != nullptr || field.keyword("format") == "date-time";
  return type == "string" && !closed ? std::set<std::string>{"maxLength"} : std::set<std::string>{};
}

BOOST_AUTO_TEST_SUITE(crd)

BOOST_AUTO_TEST_CASE(every_description_begins_with_the_name_of_its_field) {
  const Schema schema;
  for (const char* top : {"spec", "status"}) {
    for (const SchemaField& field : schema.fields(top)) {
      if (field.name.empty()) continue;
      const std::string text = field.keyword("description");
      BOOST_TEST(text.starts_with(field.name), field.path << ": " << text);
      BOOST_TEST(text.ends_with('.'), field.path << ": " << text);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_description_of_the_spec_ends_with_the_default) {
  const Schema schema;
  for (const SchemaField& field : schema.fields("spec")) {
    if (field.name.empty() || field.path == "spec") continue;
    BOOST_TEST(ends_with_its_default(field),
               field.path << " ends otherwise: " << field.keyword("description"));
  }
}

BOOST_AUTO_TEST_CASE(every_value_is_bounded) {
  const Schema schema;
  for (const char* top : {"spec", "status"}) {
    for (const SchemaField& field : schema.fields(top)) {
      for (const std::string& bound : bounds_of(field)) {
        BOOST_TEST((field.part(bound) != nullptr), field.path << " has no " << bound);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_list_says_how_it_is_merged) {
  const Schema schema;
  for (const char* top : {"spec", "status"}) {
    for (const SchemaField& field : schema.fields(top)) {
      if (field.keyword("type") != "array") continue;
      BOOST_TEST((field.part("x-kubernetes-list-type") != nullptr), field.path);
    }
  }
}

BOOST_AUTO_TEST_CASE(names_and_keys_of_references_are_bounded_alike) {
  const Schema schema;
  std::map<std::string, std::set<std::string>> patterns;
  for (const SchemaField& field : schema.fields("spec")) {
    if (field.path.find("KeyRef.") == std::string::npos) continue;
    patterns[field.name].insert(field.keyword("maxLength") + " " + field.keyword("pattern"));
  }
  BOOST_TEST(patterns.size() == 2U);
  for (const auto& [name, different] : patterns) BOOST_TEST(different.size() == 1U, name);
}

BOOST_AUTO_TEST_CASE(the_manual_says_what_the_schema_says) {
  const std::string table = manual_table(Schema());
  const ManualPart fields{"targets.md", "fields"};
  update(fields, table);
  BOOST_TEST(text_of(fields) == table);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
