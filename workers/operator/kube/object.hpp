#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace vedette::op {

/// Where an object stands. `ns` is empty for what belongs to no namespace.
struct ObjectKey {
  std::string ns;
  std::string name;

  auto operator<=>(const ObjectKey&) const = default;
};

/// "namespace/name", or the name alone.
[[nodiscard]] std::string to_text(const ObjectKey& key);

/// An object as the API server last told it. Never changed once shared.
struct Object {
  ObjectKey key;
  std::string uid;
  std::string resource_version;
  std::int64_t generation = 0;  ///< 0 where the kind has none (ConfigMap, Secret)
  boost::json::object body;     ///< all of it but metadata.managedFields
};
using ObjectPtr = std::shared_ptr<const Object>;

/// Takes an object out of an answer. Invalid when it has no metadata.name or resourceVersion.
[[nodiscard]] Result<Object> object_from(boost::json::value value);

}  // namespace vedette::op
