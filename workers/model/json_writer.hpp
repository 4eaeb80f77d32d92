#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/time_text.hpp"

namespace vedette::model {

/// Appends fields to one JSON object, in the order of the calls. What does not apply stays away.
class ObjectWriter {
 public:
  explicit ObjectWriter(boost::json::storage_ptr memory = {}) : object_(std::move(memory)) {}

  void text(std::string_view name, std::string_view value) { object_.emplace(name, value); }
  void text_unless_empty(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void time(std::string_view name, SystemTime value) { text(name, to_rfc3339(value)); }
  void time(std::string_view name, const std::optional<SystemTime>& value) {
    if (value) time(name, *value);
  }
  void number(std::string_view name, std::int64_t value) { object_.emplace(name, value); }
  template <typename Integer>
  void number(std::string_view name, const std::optional<Integer>& value) {
    if (value) object_.emplace(name, std::int64_t{*value});
  }
  void flag(std::string_view name, bool value) { object_.emplace(name, value); }
  void flag(std::string_view name, const std::optional<bool>& value) {
    if (value) flag(name, *value);
  }
  void null(std::string_view name) { object_.emplace(name, nullptr); }
  void object(std::string_view name, ObjectWriter value) {
    object_.emplace(name, std::move(value.object_));
  }

  [[nodiscard]] ObjectWriter nested() const { return ObjectWriter(object_.storage()); }
  [[nodiscard]] std::string serialize() const { return boost::json::serialize(object_); }

 private:
  boost::json::object object_;
};

}  // namespace vedette::model
