#include "targets/rules/duration_rules.hpp"

#include <fmt/format.h>

#include "model/duration.hpp"
#include "targets/document/quote.hpp"

namespace vedette::targets {

std::optional<Millis> read_duration(const Field& field, Millis low, Millis high) {
  const Node* node = field.node();
  if (node != nullptr && node->kind == Node::Kind::Integer) {
    field.refuse(
        Rule::Type,
        fmt::format("needs a unit, such as {0}s or {0}ms, found the number {0}", node->text));
    return std::nullopt;
  }
  const auto text = field.text();
  if (!text) return std::nullopt;
  const std::optional<Millis> duration = model::duration_from(*text);
  if (!duration) {
    field.refuse(Rule::Duration,
                 "must be a duration such as 30s, 1m30s or 500ms, found " + quote(*text));
    return std::nullopt;
  }
  if (*duration >= low && *duration <= high) return duration;
  field.refuse(Rule::DurationRange, fmt::format("is {}; it must be from {} to {}", *text,
                                                model::to_text(low), model::to_text(high)));
  return std::nullopt;
}

}  // namespace vedette::targets
