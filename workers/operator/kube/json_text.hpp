#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

namespace vedette::op {

/// The text of a member, empty when there is none or it is no text.
[[nodiscard]] inline std::string text_at(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return std::string(std::string_view(value->get_string()));
}

}  // namespace vedette::op
