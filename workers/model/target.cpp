#include "model/target.hpp"

#include <algorithm>

#include "base/require.hpp"

namespace vedette::model {

std::string_view to_text(Method method) {
  switch (method) {
    case Method::Get:
      return "GET";
    case Method::Head:
      return "HEAD";
    case Method::Post:
      return "POST";
    case Method::Put:
      return "PUT";
    case Method::Patch:
      return "PATCH";
    case Method::Delete:
      return "DELETE";
    case Method::Options:
      return "OPTIONS";
  }
  require(false, "a method without a name");
  return {};
}

bool Target::is_for(std::string_view location) const {
  return locations.empty() || std::ranges::find(locations, location) != locations.end();
}

}  // namespace vedette::model
