#include "operator/reconcile/output_view.hpp"

namespace vedette::op {

namespace json = boost::json;

bool OutputView::shown(const ObjectPtr& object) {
  const std::string version = object == nullptr ? std::string() : object->resource_version;
  if (older_.contains(version)) return false;
  older_.clear();  // the cache has come as far as what is known, or past it
  if (version == version_) return false;
  take(object.get());
  return true;
}

void OutputView::learn(const Object* object) {
  if (exists()) older_.insert(version_);
  take(object);
  older_.erase(version_);
}

void OutputView::take(const Object* object) {
  uid_ = object == nullptr ? std::string() : object->uid;
  version_ = object == nullptr ? std::string() : object->resource_version;
  contents_.clear();
  if (object == nullptr) return;
  auto contents = kind_ == OutputKind::Secret ? secret_contents(object->body)
                                              : config_map_contents(object->body);
  if (contents) contents_ = std::move(*contents);
}

void OutputView::guard(json::object& body) const {
  if (!exists()) return;
  json::object& metadata = body.at("metadata").as_object();
  metadata["uid"] = uid_;
  metadata["resourceVersion"] = version_;
}

json::object OutputView::removal_of_others(const Contents& wanted) const {
  json::object removed;
  for (const auto& [key, bytes] : contents_) {
    if (!wanted.contains(key)) removed[key] = nullptr;
  }
  if (removed.empty()) return {};
  json::object patch{{"metadata", json::object{{"resourceVersion", version_}}}, {"data", removed}};
  if (kind_ == OutputKind::ConfigMap) patch["binaryData"] = std::move(removed);
  return patch;
}

}  // namespace vedette::op
