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
  static const Resource kResource{"vedette.dev", "v1alpha1", "targets", "Target"};
  return kResource;
}

const Resource& config_maps_resource() {
  static const Resource kResource{"", "v1", "configmaps", "ConfigMap"};
  return kResource;
}

const Resource& secrets_resource() {
  static const Resource kResource{"", "v1", "secrets", "Secret"};
  return kResource;
}

const Resource& pods_resource() {
  static const Resource kResource{"", "v1", "pods", "Pod"};
  return kResource;
}

const Resource& leases_resource() {
  static const Resource kResource{"coordination.k8s.io", "v1", "leases", "Lease"};
  return kResource;
}

const Resource& events_resource() {
  static const Resource kResource{"events.k8s.io", "v1", "events", "Event"};
  return kResource;
}

}  // namespace vedette::op
