#include "golden/crd/schema.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

#include "support/paths.hpp"
#include "targets/document/document.hpp"

namespace vedette::test {
namespace {

using targets::Node;

const Node& at(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (found == nullptr) throw std::runtime_error("the CRD has no " + std::string(key));
  return *found;
}

bool lists(const Node* names, const std::string& name) {
  return names != nullptr && std::any_of(names->items.begin(), names->items.end(),
                                         [&](const Node& item) { return item.text == name; });
}

void collect(const SchemaField& field, std::vector<SchemaField>& out) {
  out.push_back(field);
  if (const Node* items = field.part("items")) collect({field.path + "[]", "", false, items}, out);
  if (const Node* values = field.part("additionalProperties")) {
    collect({field.path + ".*", "", false, values}, out);
  }
  const Node* properties = field.part("properties");
  if (properties == nullptr) return;
  for (std::size_t i = 0; i < properties->keys.size(); ++i) {
    const std::string& name = properties->keys[i];
    collect(
        {field.path + "." + name, name, lists(field.part("required"), name), &properties->items[i]},
        out);
  }
}

}  // namespace

std::string SchemaField::keyword(const std::string& word) const {
  const Node* found = part(word);
  return found == nullptr ? "" : found->text;
}

const Node* SchemaField::part(const std::string& word) const { return schema->find(word); }

Schema::Schema() {
  std::ifstream file(source_dir() / "crds/targets.vedette.dev.yaml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  targets::FaultLog log("crd");
  const bool whole =
      targets::read_yaml(text, log, [this](const Node& document) { crd_ = document; });
  if (!whole || !log.document_is_clean()) throw std::runtime_error("the CRD cannot be read");
}

std::vector<SchemaField> Schema::fields(const std::string& top) const {
  const Node& version = at(at(crd_, "spec"), "versions").items.at(0);
  const Node& root = at(at(version, "schema"), "openAPIV3Schema");
  std::vector<SchemaField> all;
  collect({top, top, lists(root.find("required"), top), &at(at(root, "properties"), top)}, all);
  return all;
}

}  // namespace vedette::test
