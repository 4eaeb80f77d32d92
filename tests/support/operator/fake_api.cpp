#include "support/operator/fake_api.hpp"

#include <algorithm>
#include <optional>

#include "operator/api/json_find.hpp"

namespace vedette::op::test {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& body, std::initializer_list<std::string_view> path) {
  const json::value* const found = find(body, path);
  return found == nullptr || !found->is_string() ? std::string() : std::string(found->get_string());
}

ObjectKey key_of(const json::object& body) {
  return {text_at(body, {"metadata", "namespace"}), text_at(body, {"metadata", "name"})};
}

ApiError error(int status, const char* reason) {
  return {status >= 500 ? ErrorKind::Unavailable : ErrorKind::Invalid, status, reason,
          std::string("the fake API server says ") + reason, std::nullopt};
}

json::object& member(json::object& parent, std::string_view name) {
  json::value& value = parent[name];
  return value.is_object() ? value.get_object() : value.emplace_object();
}

void merge(json::object& into, const json::object& patch) {
  for (const auto& [name, value] : patch) {
    if (value.is_null()) {
      into.erase(name);
    } else if (value.is_object()) {
      merge(member(into, name), value.get_object());
    } else {
      into[name] = value;
    }
  }
}

bool selected(const json::object& body, const std::string& selector) {
  if (selector.empty()) return true;
  const auto equals = selector.find('=');
  const std::string_view text = selector;
  const json::value* const label = find(body, {"metadata", "labels", text.substr(0, equals)});
  if (label == nullptr || equals == std::string::npos) return label != nullptr;
  return label->as_string() == text.substr(equals + 1);
}

}  // namespace

std::optional<ApiError> FakeApi::next_failure(const std::string& kind, const std::string& name) {
  before(kind, name);
  const std::lock_guard lock(mutex_);
  if (failures.empty()) return std::nullopt;
  ApiError failure = failures.front();
  failures.pop_front();
  return failure;
}

ApiResult<Object> FakeApi::answer(const ObjectKey& key, const Stored& stored) const {
  Object object{key, stored.uid, std::to_string(stored.version), stored.generation, stored.body};
  json::object& metadata = member(object.body, "metadata");
  metadata["uid"] = object.uid;
  metadata["resourceVersion"] = object.resource_version;
  metadata["generation"] = object.generation;
  return object;
}

void FakeApi::changed(const Resource& resource, const std::string& name, Stored& stored) {
  stored.version = ++version_;
  writes.emplace_back(resource.kind, name);
}

ApiResult<Object> FakeApi::apply(const Resource& resource, const json::object& body, Part part) {
  const ObjectKey key = key_of(body);
  if (const auto failure = next_failure(resource.kind, key.name)) return tl::unexpected(*failure);
  const std::lock_guard lock(mutex_);
  const Place place{resource.plural, key};
  const bool there = objects_.contains(place);
  const std::string uid = text_at(body, {"metadata", "uid"});
  const std::string version = text_at(body, {"metadata", "resourceVersion"});
  if (!there && part == Part::Status) return tl::unexpected(error(404, "NotFound"));
  if (!there && !uid.empty()) return tl::unexpected(error(409, "Conflict"));
  Stored& stored = objects_[place];
  if (!there) stored.uid = "uid-" + std::to_string(++uids_);
  if (!uid.empty() && uid != stored.uid) return tl::unexpected(error(409, "Conflict"));
  if (there && !version.empty() && version != std::to_string(stored.version)) {
    return tl::unexpected(error(409, "Conflict"));
  }
  const json::object old = stored.body;
  if (part == Part::Status) {
    stored.body["status"] = body.at("status");
  } else {
    for (const char* part_name : {"data", "binaryData"}) {
      json::object& data = member(stored.body, part_name);
      for (const std::string& mine : stored.applied[part_name]) data.erase(mine);
      stored.applied[part_name].clear();
      const json::value* const wanted = body.if_contains(part_name);
      if (wanted == nullptr) continue;
      for (const auto& [name, value] : wanted->as_object()) {
        data[name] = value;
        stored.applied[part_name].emplace_back(name);
      }
    }
    json::object metadata = body.at("metadata").as_object();
    metadata.erase("resourceVersion");
    metadata.erase("uid");
    merge(member(stored.body, "metadata"), metadata);
    stored.body["kind"] = resource.kind;
  }
  if (!there || stored.body != old) changed(resource, key.name, stored);
  return answer(key, stored);
}

ApiResult<Object> FakeApi::merge_patch(const Resource& resource, const ObjectKey& key,
                                       const json::object& patch) {
  if (const auto failure = next_failure(resource.kind, key.name)) return tl::unexpected(*failure);
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find({resource.plural, key});
  if (found == objects_.end()) return tl::unexpected(error(404, "NotFound"));
  json::object body = patch;
  const std::string version = text_at(patch, {"metadata", "resourceVersion"});
  if (!version.empty() && version != std::to_string(found->second.version)) {
    return tl::unexpected(error(409, "Conflict"));
  }
  if (body.contains("metadata")) member(body, "metadata").erase("resourceVersion");
  merge(found->second.body, body);
  changed(resource, key.name, found->second);
  return answer(key, found->second);
}

ApiResult<Object> FakeApi::create(const Resource& resource, const std::string& ns,
                                  const json::object& body) {
  const ObjectKey key{ns, key_of(body).name};
  if (const auto failure = next_failure(resource.kind, key.name)) return tl::unexpected(*failure);
  const std::lock_guard lock(mutex_);
  const Place place{resource.plural, key};
  if (objects_.contains(place)) return tl::unexpected(error(409, "AlreadyExists"));
  Stored& stored = objects_[place];
  stored.uid = "uid-" + std::to_string(++uids_);
  stored.body = body;
  changed(resource, key.name, stored);
  return answer(key, stored);
}

ApiResult<std::vector<Object>> FakeApi::list(const Resource& resource, const std::string& ns,
                                             const std::string& label_selector) {
  if (const auto failure = next_failure(resource.kind, "")) return tl::unexpected(*failure);
  const std::lock_guard lock(mutex_);
  std::vector<Object> found;
  for (const auto& [place, stored] : objects_) {
    if (place.first != resource.plural || place.second.ns != ns) continue;
    if (selected(stored.body, label_selector))
      found.push_back(answer(place.second, stored).value());
  }
  return found;
}

void FakeApi::put(const Resource& resource, json::object body) {
  const std::lock_guard lock(mutex_);
  const ObjectKey key = key_of(body);
  const auto [found, added] = objects_.try_emplace({resource.plural, key});
  Stored& stored = found->second;
  if (added) stored.uid = "uid-" + std::to_string(++uids_);
  const json::value* const spec = body.if_contains("spec");
  const json::value* const old_spec = stored.body.if_contains("spec");
  if (spec != nullptr && old_spec != nullptr && *spec != *old_spec) ++stored.generation;
  if (const json::value* const status = stored.body.if_contains("status")) body["status"] = *status;
  stored.body = std::move(body);
  stored.version = ++version_;
}

void FakeApi::remove(const Resource& resource, const ObjectKey& key) {
  const std::lock_guard lock(mutex_);
  objects_.erase({resource.plural, key});
  ++version_;
}

ObjectPtr FakeApi::get(const Resource& resource, const ObjectKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find({resource.plural, key});
  if (found == objects_.end()) return nullptr;
  return std::make_shared<const Object>(answer(key, found->second).value());
}

std::vector<ObjectPtr> FakeApi::all(const Resource& resource) const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPtr> all;
  for (const auto& [place, stored] : objects_) {
    if (place.first != resource.plural) continue;
    all.push_back(std::make_shared<const Object>(answer(place.second, stored).value()));
  }
  return all;
}

FakeCache::FakeCache(const FakeApi& api, const Resource& resource, std::string selector)
    : api_(api), resource_(resource), selector_(std::move(selector)) {}

std::vector<ObjectKey> FakeCache::refresh() {
  std::map<ObjectKey, ObjectPtr> now;
  for (const ObjectPtr& object : api_.all(resource_)) {
    if (selected(object->body, selector_)) now[object->key] = object;
  }
  const std::lock_guard lock(mutex_);
  std::vector<ObjectKey> changed;
  for (const auto& [key, object] : now) {
    const auto before = objects_.find(key);
    if (before == objects_.end() || before->second->uid != object->uid ||
        before->second->resource_version != object->resource_version) {
      changed.push_back(key);
    }
  }
  for (const auto& [key, object] : objects_) {
    if (!now.contains(key)) changed.push_back(key);
  }
  objects_ = std::move(now);
  return changed;
}

ObjectPtr FakeCache::find(const ObjectKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find(key);
  return found == objects_.end() ? nullptr : found->second;
}

std::vector<ObjectPtr> FakeCache::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPtr> all;
  for (const auto& [key, object] : objects_) all.push_back(object);
  return all;
}

}  // namespace vedette::op::test
