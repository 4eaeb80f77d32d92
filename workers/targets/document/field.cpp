#include "targets/document/field.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "targets/document/path.hpp"
#include "targets/document/quote.hpp"

namespace vedette::targets {
namespace {

std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null:
      return "null";
    case Node::Kind::Bool:
      return "the boolean " + node.text;
    case Node::Kind::Integer:
    case Node::Kind::Number:
      return "the number " + node.text.substr(0, 40);
    case Node::Kind::String:
      return "the text " + quote(node.text);
    case Node::Kind::Array:
      return "a list";
    case Node::Kind::Object:
      return "an object";
    case Node::Kind::Broken:
      return "something refused already";
  }
  return {};
}

bool contains(Field::Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Field::Field(const Field& parent, std::string_view key)
    : node_(parent.node_ == nullptr ? nullptr : parent.node_->find(key)),
      log_(parent.log_),
      parent_(&parent),
      key_(key) {}

Field::Field(const Field& parent, size_t index)
    : node_(&parent.node_->items[index]), log_(parent.log_), parent_(&parent), index_(index) {}

std::optional<std::string_view> Field::text() const {
  if (!is(Node::Kind::String, "a string")) return std::nullopt;
  return node_->text;
}

std::optional<std::string_view> Field::text(size_t max_bytes) const {
  const std::optional<std::string_view> value = text();
  if (!value || value->size() <= max_bytes) return value;
  refuse(Rule::TooLong,
         fmt::format("has {} bytes; at most {} are allowed", value->size(), max_bytes));
  return std::nullopt;
}

std::optional<std::int64_t> Field::integer() const {
  if (!is(Node::Kind::Integer, "a whole number")) return std::nullopt;
  return node_->integer;
}

int Field::integer(int low, int high, int fallback) const {
  const std::optional<std::int64_t> value = integer();
  if (!value) return fallback;
  if (*value >= low && *value <= high) return static_cast<int>(*value);
  refuse(Rule::Range, fmt::format("is {}; it must be from {} to {}", *value, low, high));
  return fallback;
}

std::optional<bool> Field::boolean() const {
  if (!is(Node::Kind::Bool, "true or false")) return std::nullopt;
  return node_->boolean;
}

size_t Field::items(size_t max_items) const {
  if (!is(Node::Kind::Array, "a list")) return 0;
  if (node_->items.size() <= max_items) return node_->items.size();
  refuse(Rule::TooMany,
         fmt::format("has {} items; at most {} are allowed", node_->items.size(), max_items));
  return max_items;
}

bool Field::empty_list() const {
  return present() && node_->kind == Node::Kind::Array && node_->items.empty();
}

bool Field::object(Names known, Names later) const {
  if (!map()) return false;
  for (const std::string& key : node_->keys) {
    if (contains(later, key)) {
      (*this)[key].refuse(Rule::NotSupported, "is not supported yet; leave it out");
    } else if (!contains(known, key)) {
      (*this)[key].refuse(Rule::UnknownField,
                          fmt::format("is not a field; known here are {}", fmt::join(known, ", ")));
    }
  }
  return true;
}

bool Field::map() const { return is(Node::Kind::Object, "an object"); }

void Field::require_present() const {
  if (!present()) refuse(Rule::Required, "is missing");
}

void Field::refuse(Rule rule, std::string message) const {
  if (!broken()) log_.add(rule, line(), path(), std::move(message));
}

bool Field::is(Node::Kind kind, std::string_view wanted) const {
  if (!present() || broken()) return false;
  if (node_->kind == kind) return true;
  std::string remedy;
  if (kind == Node::Kind::String && !node_->text.empty()) remedy = "; put it in quotes";
  if (node_->kind == Node::Kind::Null) remedy = "; leave the field out instead";
  refuse(Rule::Type, fmt::format("must be {}, found {}{}", wanted, describe(*node_), remedy));
  return false;
}

std::string Field::path() const {
  if (parent_ == nullptr) return {};
  std::string path = parent_->path();
  if (index_) {
    append_index(path, *index_);
  } else {
    append_key(path, key_);
  }
  return path;
}

int Field::line() const {
  if (node_ != nullptr) return node_->line;
  return parent_ == nullptr ? 0 : parent_->line();
}

void refuse_choice(const Field& field, std::string_view found,
                   std::span<const std::string_view> words) {
  field.refuse(Rule::Choice,
               fmt::format("must be one of {}, found {}", fmt::join(words, ", "), quote(found)));
}

}  // namespace vedette::targets
