#pragma once

#include <string>
#include <vector>

#include "targets/document/fault_log.hpp"
#include "targets/document/node.hpp"

namespace vedette::targets {

/// Builds a Node from a parser's events; what YAML and JSON have in common. Refuses duplicate keys
/// and NUL in text, keeps the depth bounded. Not thread-safe.
class TreeBuilder {
 public:
  /// Deeper documents are refused; the deepest path of a Target has 8 levels.
  static constexpr size_t kMaxDepth = 32;

  /// `log` must outlive the builder.
  explicit TreeBuilder(FaultLog& log) : log_(log) {}

  /// Begins an array or an object. False when that is too deep: stop reading then.
  [[nodiscard]] bool open(Node::Kind kind, int line);
  /// Ends the innermost array or object.
  void close();
  /// Names the next part of the innermost object.
  void key(std::string text, int line);
  void scalar(Node node);

  /// The field path of the part that comes next, for faults.
  [[nodiscard]] std::string path() const;
  /// The finished document; the builder is empty again.
  [[nodiscard]] Node take();

 private:
  struct Level {
    Node node;
    std::vector<int> key_lines;
  };

  void place(Node node);
  void refuse_duplicates(const Level& level);

  FaultLog& log_;
  std::vector<Level> levels_;
  Node root_;
};

}  // namespace vedette::targets
