#include "operator/kube/resource.hpp"

namespace vedette::op {

std::string Resource::api_version() const {
  return group.empty() ? version : group + "/" + version;
}

std::string Resource::collection_path(const std::string& ns) const {
  return (group.empty() ? "/api/" : "/apis/") + api_version() +
         (ns.empty() ? "" : "/namespaces/" + ns) + "/" + plural;
}

std::string Resource::object_path(const ObjectKey& key) const {
  return collection_path(key.ns) + "/" + key.name;
}

const Resource& targets_resource() {
  static const Resource resource{"vedette.dev", "v1alpha1", "targets", "Target"};
  return resource;
}

const Resource& config_maps_resource() {
  static const Resource resource{"", "v1", "configmaps", "ConfigMap"};
  return resource;
}

const Resource& secrets_resource() {
  static const Resource resource{"", "v1", "secrets", "Secret"};
  return resource;
}

const Resource& pods_resource() {
  static const Resource resource{"", "v1", "pods", "Pod"};
  return resource;
}

const Resource& leases_resource() {
  static const Resource resource{"coordination.k8s.io", "v1", "leases", "Lease"};
  return resource;
}

const Resource& events_resource() {
  static const Resource resource{"events.k8s.io", "v1", "events", "Event"};
  return resource;
}

}  // namespace vedette::op
