#include "operator/reconcile/policies/cluster_contents.hpp"

#include <utility>

#include "operator/api/json_find.hpp"
#include "operator/api/names.hpp"
#include "operator/api/object_data.hpp"

namespace vedette::op {
namespace {

using model::Reference;

bool may_be_used(const boost::json::object& body) {
  const boost::json::value* label = op::find(body, {"metadata", "labels", kUseLabel});
  return label != nullptr && *label == "true";
}

}  // namespace

FoundContent ClusterContents::find(const std::string& ns, const Reference& reference) const {
  using Kind = FoundContent::Kind;
  const bool secret = reference.kind == Reference::Kind::Secret;
  const ObjectPtr object = (secret ? secrets_ : config_maps_).find({ns, reference.name});
  if (object == nullptr || !may_be_used(object->body)) return {Kind::NoObject, ""};
  Result<std::optional<std::string>> value = secret ? secret_value(object->body, reference.key)
                                                    : config_map_value(object->body, reference.key);
  if (!value) return {Kind::Broken, std::move(value.error().message)};
  if (!*value) return {Kind::NoKey, ""};
  return {Kind::Found, std::move(**value)};
}

}  // namespace vedette::op
