#pragma once

#include <string>

#include "operator/kube/object.hpp"

namespace vedette::op {

/// A kind of objects, as the API server's paths name it.
struct Resource {
  std::string group;  ///< empty for the core group
  std::string version;
  std::string plural;
  std::string kind;

  /// What stands in an object: "v1", "vedette.dev/v1alpha1".
  [[nodiscard]] std::string api_version() const;
  /// The path of a collection; of all namespaces when `ns` is empty.
  [[nodiscard]] std::string collection_path(const std::string& ns) const;
  [[nodiscard]] std::string object_path(const ObjectKey& key) const;
};

[[nodiscard]] const Resource& targets_resource();
[[nodiscard]] const Resource& config_maps_resource();
[[nodiscard]] const Resource& secrets_resource();
[[nodiscard]] const Resource& pods_resource();
[[nodiscard]] const Resource& leases_resource();
[[nodiscard]] const Resource& events_resource();

}  // namespace vedette::op
