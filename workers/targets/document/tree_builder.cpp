#include "targets/document/tree_builder.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "targets/document/path.hpp"

namespace vedette::targets {

bool TreeBuilder::open(Node::Kind kind, int line) {
  if (levels_.size() == kMaxDepth) {
    log_.add(Rule::Depth, line, path(),
             "the document is nested deeper than " + std::to_string(kMaxDepth) + " levels");
    return false;
  }
  Level level;
  level.node.kind = kind;
  level.node.line = line;
  levels_.push_back(std::move(level));
  return true;
}

void TreeBuilder::close() {
  Level level = std::move(levels_.back());
  levels_.pop_back();
  refuse_duplicates(level);
  place(std::move(level.node));
}

void TreeBuilder::key(std::string text, int line) {
  levels_.back().node.keys.push_back(std::move(text));
  levels_.back().key_lines.push_back(line);
}

void TreeBuilder::scalar(Node node) {
  if (node.text.find('\0') != std::string::npos) {
    log_.add(Rule::Encoding, node.line, path(), "must not hold a NUL character");
    node.kind = Node::Kind::Broken;
  }
  place(std::move(node));
}

std::string TreeBuilder::path() const {
  std::string path;
  for (const Level& level : levels_) {
    if (level.node.kind == Node::Kind::Array) {
      append_index(path, level.node.items.size());
    } else if (level.node.keys.size() > level.node.items.size()) {
      append_key(path, level.node.keys.back());
    }
  }
  return path;
}

Node TreeBuilder::take() { return std::exchange(root_, {}); }

void TreeBuilder::place(Node node) {
  Node& parent = levels_.empty() ? root_ : levels_.back().node;
  if (levels_.empty()) {
    parent = std::move(node);
  } else {
    parent.items.push_back(std::move(node));
  }
}

/// The first of several wins for whoever reads on; the sort keeps an object of a million keys
/// cheap.
void TreeBuilder::refuse_duplicates(const Level& level) {
  const std::vector<std::string>& keys = level.node.keys;
  std::vector<size_t> order(keys.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return std::tie(keys[a], a) < std::tie(keys[b], b); });
  for (size_t i = 1; i < order.size(); ++i) {
    if (keys[order[i - 1]] != keys[order[i]]) continue;
    std::string field = path();
    append_key(field, keys[order[i]]);
    log_.add(Rule::DuplicateKey, level.key_lines[order[i]], std::move(field),
             "is given twice; keep one");
  }
}

}  // namespace vedette::targets
