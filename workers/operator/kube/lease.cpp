#include "operator/kube/lease.hpp"

#include "operator/kube/json_text.hpp"
#include "operator/kube/resource.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

std::int64_t number_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

}  // namespace

Lease lease_from(const Object& object) {
  Lease lease;
  lease.uid = object.uid;
  lease.resource_version = object.resource_version;
  const json::value* found = object.body.if_contains("spec");
  if (found == nullptr || !found->is_object()) return lease;
  const json::object& spec = found->get_object();
  lease.record = {text_at(spec, "holderIdentity"), number_at(spec, "leaseDurationSeconds"),
                  text_at(spec, "acquireTime"), text_at(spec, "renewTime"),
                  number_at(spec, "leaseTransitions")};
  return lease;
}

json::object lease_body(const ObjectKey& key, const LeaseRecord& record, const std::string& uid,
                        const std::string& resource_version) {
  json::object metadata{{"name", key.name}, {"namespace", key.ns}};
  if (!uid.empty()) metadata["uid"] = uid;
  if (!resource_version.empty()) metadata["resourceVersion"] = resource_version;
  return {{"apiVersion", leases_resource().api_version()},
          {"kind", leases_resource().kind},
          {"metadata", std::move(metadata)},
          {"spec",
           {{"holderIdentity", record.holder},
            {"leaseDurationSeconds", record.duration_s},
            {"acquireTime", record.acquired_at},
            {"renewTime", record.renewed_at},
            {"leaseTransitions", record.transitions}}}};
}

}  // namespace vedette::op
