#include "operator/kube/object_cache.hpp"

#include <set>
#include <utility>

namespace vedette::op {
namespace {

bool same(const Object& a, const Object& b) {
  return a.uid == b.uid && a.resource_version == b.resource_version;
}

}  // namespace

std::vector<ObjectKey> ObjectCache::replace(std::vector<Object> objects) {
  std::map<ObjectKey, ObjectPtr> fresh;
  for (Object& object : objects) {
    ObjectKey key = object.key;
    fresh.insert_or_assign(std::move(key), std::make_shared<const Object>(std::move(object)));
  }
  std::set<ObjectKey> changed;
  const std::lock_guard lock(mutex_);
  for (const auto& [key, object] : fresh) {
    const auto known = objects_.find(key);
    if (known == objects_.end() || !same(*known->second, *object)) changed.insert(key);
  }
  for (const auto& [key, object] : objects_) {
    if (!fresh.contains(key)) changed.insert(key);
  }
  objects_ = std::move(fresh);
  synced_ = true;
  return {changed.begin(), changed.end()};
}

std::optional<ObjectKey> ObjectCache::apply(WatchEvent event) {
  ObjectKey key = event.object.key;
  const std::lock_guard lock(mutex_);
  if (event.type == WatchEvent::Type::Deleted) {
    if (objects_.erase(key) == 0) return std::nullopt;
    return key;
  }
  ObjectPtr& known = objects_[key];
  if (known != nullptr && same(*known, event.object)) return std::nullopt;
  known = std::make_shared<const Object>(std::move(event.object));
  return key;
}

bool ObjectCache::synced() const {
  const std::lock_guard lock(mutex_);
  return synced_;
}

ObjectPtr ObjectCache::find(const ObjectKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find(key);
  return found == objects_.end() ? nullptr : found->second;
}

std::vector<ObjectPtr> ObjectCache::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<ObjectPtr> all;
  all.reserve(objects_.size());
  for (const auto& [key, object] : objects_) all.push_back(object);
  return all;
}

std::size_t ObjectCache::size() const {
  const std::lock_guard lock(mutex_);
  return objects_.size();
}

}  // namespace vedette::op
