#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "targets/document/fault_log.hpp"
#include "targets/document/node.hpp"

namespace vedette::targets {

/// A place in a document, there or not, as a rule sees it. Every question about a place that is
/// absent answers "nothing" without a fault; one about a value of another type logs that fault and
/// answers "nothing" too. Values are never converted: `200` is not `"200"`. Holds views: the
/// document, the log and the Field it was taken from must outlive it.
class Field {
 public:
  using Names = std::initializer_list<std::string_view>;

  Field(const Node& root, FaultLog& log) : node_(&root), log_(log) {}

  [[nodiscard]] Field operator[](std::string_view key) const& { return {*this, key}; }
  [[nodiscard]] Field operator[](size_t index) const& { return {*this, index}; }
  Field operator[](std::string_view key) const&& = delete;  // it would point to a dead parent
  Field operator[](size_t index) const&& = delete;

  [[nodiscard]] bool present() const { return node_ != nullptr; }
  /// There, and refused already; nothing more is to be said about it.
  [[nodiscard]] bool broken() const { return present() && node_->kind == Node::Kind::Broken; }
  [[nodiscard]] const Node* node() const { return node_; }

  [[nodiscard]] std::optional<std::string_view> text() const;
  /// Text of at most `max_bytes`.
  [[nodiscard]] std::optional<std::string_view> text(size_t max_bytes) const;
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  /// An integer in [low, high], else `fallback`.
  [[nodiscard]] int integer(int low, int high, int fallback) const;
  [[nodiscard]] std::optional<bool> boolean() const;
  /// How many items a list has; 0 when absent or no list. More than `max_items` are a fault.
  [[nodiscard]] size_t items(size_t max_items) const;
  [[nodiscard]] bool empty_list() const;
  /// True when there is an object. Members not in `known` are faults; so are those in `later`, with
  /// the word that they are not supported yet.
  [[nodiscard]] bool object(Names known, Names later = {}) const;
  /// True when there is an object, with members of any name.
  [[nodiscard]] bool map() const;
  /// Logs a fault when the field is absent.
  void require_present() const;

  /// Logs a fault of this field.
  void refuse(Rule rule, std::string message) const;

 private:
  Field(const Field& parent, std::string_view key);
  Field(const Field& parent, size_t index);

  [[nodiscard]] bool is(Node::Kind kind, std::string_view wanted) const;
  [[nodiscard]] std::string path() const;
  [[nodiscard]] int line() const;

  const Node* node_;
  FaultLog& log_;
  const Field* parent_ = nullptr;
  std::string_view key_;
  std::optional<size_t> index_;  ///< of an item; then `key_` says nothing
};

/// One of a closed set of words, e.g. {{"Follow", Mode::Follow}, {"None", Mode::None}}.
template <typename E>
[[nodiscard]] std::optional<E> read_choice(
    const Field& field, std::initializer_list<std::pair<std::string_view, E>> choices);

/// The fault that read_choice logs.
void refuse_choice(const Field& field, std::string_view found,
                   std::span<const std::string_view> words);

template <typename E>
std::optional<E> read_choice(const Field& field,
                             std::initializer_list<std::pair<std::string_view, E>> choices) {
  const std::optional<std::string_view> text = field.text();
  if (!text) return std::nullopt;
  std::vector<std::string_view> words;
  for (const auto& [word, value] : choices) {
    if (word == *text) return value;
    words.push_back(word);
  }
  refuse_choice(field, *text, words);
  return std::nullopt;
}

}  // namespace vedette::targets
