#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "model/json_need.hpp"
#include "model/probe_result.hpp"

namespace vedette::model {

/// The objects of a probe result's JSON (docs/architecture.md §7).
enum class Place { Root, Target, Labels, Durations, Tls };

/// A value as it was read: text, a signed integer, a boolean, or anything else.
struct OtherValue {};
using JsonScalar = std::variant<OtherValue, std::string_view, std::int64_t, bool>;

/// One field of one object.
struct ResultField {
  /// Puts `value` where it belongs; what is wrong with it else, to be read after the field's name.
  using Take = std::string (*)(ProbeResult& result, const JsonScalar& value);

  std::string_view name;
  Need need = Need::Optional;
  Take take = nullptr;         ///< null: the value is an object …
  Place inside = Place::Root;  ///< … whose fields these are
};

/// How many fields an object has at most: a reader keeps a bit for each.
inline constexpr std::size_t kMostFields = 32;

/// What is to know of one object.
struct ResultObject {
  std::string_view path;  ///< before its fields' names in errors: "target."
  /// In the order in which to_json() writes them. None for Labels: their names are free.
  std::span<const ResultField> fields;
  /// Of two objects of one name the last counts: empties what need not be in it.
  void (*begin)(ProbeResult& result) = nullptr;
};

[[nodiscard]] const ResultObject& object_of(Place place);

/// Adds a label; of equal names the last value stays. Past kMostLabels names they are forgotten:
/// a message may hold a hundred thousand.
void add_label(ProbeResult& result, std::string_view name, std::string_view value);
inline constexpr std::size_t kMostLabels = 64;

}  // namespace vedette::model
