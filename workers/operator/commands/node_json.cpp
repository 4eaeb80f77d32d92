#include "operator/commands/node_json.hpp"

#include "base/require.hpp"

namespace vedette::op {

boost::json::value to_json(const targets::Node& node) {
  using Kind = targets::Node::Kind;
  switch (node.kind) {
    case Kind::Null:
      return nullptr;
    case Kind::Bool:
      return node.boolean;
    case Kind::Integer:
      return node.integer;
    case Kind::String:
      return boost::json::value(node.text);
    case Kind::Array: {
      boost::json::array array;
      for (const targets::Node& item : node.items) array.push_back(to_json(item));
      return array;
    }
    case Kind::Object: {
      boost::json::object object;
      for (std::size_t i = 0; i < node.keys.size(); ++i) {
        object.emplace(node.keys[i], to_json(node.items[i]));
      }
      return object;
    }
    case Kind::Number:
    case Kind::Broken:
      break;
  }
  require(false, "a manifest that obeys the rules holds no such value");
  return nullptr;
}

}  // namespace vedette::op
