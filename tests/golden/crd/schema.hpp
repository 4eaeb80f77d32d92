#pragma once

#include <string>
#include <vector>

#include "targets/document/node.hpp"

namespace vedette::test {

/// A field of the Target resource, as crds/targets.vedette.dev.yaml has it.
struct SchemaField {
  std::string path;  ///< "spec.http.headers[].name"
  std::string name;  ///< "name"; empty for the items of a list and the values of a map
  bool required = false;
  const targets::Node* schema = nullptr;

  /// A scalar keyword of the schema as it is written, such as "maxLength"; empty when absent.
  [[nodiscard]] std::string keyword(const std::string& word) const;
  [[nodiscard]] const targets::Node* part(const std::string& word) const;
};

/// The schema of the resource. Throws std::runtime_error when it cannot be read.
class Schema {
 public:
  Schema();

  /// All fields below `top` ("spec" or "status"), itself first, in the order of the file.
  [[nodiscard]] std::vector<SchemaField> fields(const std::string& top) const;

 private:
  targets::Node crd_;
};

}  // namespace vedette::test
