#include "operator/kube/object.hpp"

#include <utility>

#include "operator/kube/json_text.hpp"

namespace vedette::op {
namespace json = boost::json;

std::string to_text(const ObjectKey& key) {
  return key.ns.empty() ? key.name : key.ns + "/" + key.name;
}

Result<Object> object_from(json::value value) {
  json::object* body = value.if_object();
  if (body == nullptr) return fail(ErrorKind::Invalid, "an object of the API server is no object");
  json::value* found = body->if_contains("metadata");
  json::object* metadata = found == nullptr ? nullptr : found->if_object();
  if (metadata == nullptr) {
    return fail(ErrorKind::Invalid, "an object of the API server has no metadata");
  }
  metadata->erase("managedFields");
  Object object;
  object.key = {text_at(*metadata, "namespace"), text_at(*metadata, "name")};
  object.uid = text_at(*metadata, "uid");
  object.resource_version = text_at(*metadata, "resourceVersion");
  if (const json::value* generation = metadata->if_contains("generation")) {
    if (const std::int64_t* number = generation->if_int64()) object.generation = *number;
  }
  if (object.key.name.empty() || object.resource_version.empty()) {
    return fail(ErrorKind::Invalid,
                "an object of the API server has no metadata.name or resourceVersion");
  }
  object.body = std::move(*body);
  return object;
}

}  // namespace vedette::op
