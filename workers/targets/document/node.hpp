#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vedette::targets {

/// A YAML or JSON document as a tree, with the line each part stands in. What YAML and JSON can
/// both say and no more: the rules do not know which of them a target was written in.
struct Node {
  enum class Kind {
    Null,
    Bool,
    Integer,  ///< a decimal integer of 64 bits
    Number,   ///< any other number
    String,
    Array,
    Object,
    Broken,  ///< something refused already (an alias); rules pass over it in silence
  };

  Kind kind = Kind::Null;
  int line = 0;  ///< 1-based; 0 = unknown
  bool boolean = false;
  std::int64_t integer = 0;
  std::string text;               ///< a String's value; of Bool and numbers what was written
  std::vector<std::string> keys;  ///< of an Object, in the order of `items`
  std::vector<Node> items;

  /// The first member of that name; null when there is none or this is not an object.
  [[nodiscard]] const Node* find(std::string_view key) const {
    for (size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == key) return &items[i];
    }
    return nullptr;
  }
};

}  // namespace vedette::targets
