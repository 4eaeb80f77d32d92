#include "operator/api/json_find.hpp"

namespace vedette::op {

const boost::json::value* find(const boost::json::object& object,
                               std::initializer_list<std::string_view> path) {
  const boost::json::object* at = &object;
  const boost::json::value* found = nullptr;
  for (const std::string_view member : path) {
    found = at == nullptr ? nullptr : at->if_contains(member);
    at = found == nullptr ? nullptr : found->if_object();
  }
  return found;
}

}  // namespace vedette::op
