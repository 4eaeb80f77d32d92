#include "writer/store/labels_json.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace vedette::writer {

std::string to_labels_json(const std::vector<std::pair<std::string, std::string>>& labels) {
  boost::json::object object;
  for (const auto& [name, value] : labels) object[name] = value;
  return boost::json::serialize(object);
}

}  // namespace vedette::writer
