#pragma once

#include <initializer_list>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace vedette::op {

/// What stands below `object` at a path of members; null when a member is not there or something
/// on the way is no object.
[[nodiscard]] const boost::json::value* find(const boost::json::object& object,
                                             std::initializer_list<std::string_view> path);

}  // namespace vedette::op
