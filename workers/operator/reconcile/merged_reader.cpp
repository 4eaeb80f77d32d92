#include "operator/reconcile/merged_reader.hpp"

#include <algorithm>

namespace vedette::op {

bool MergedReader::synced() const {
  return std::ranges::all_of(readers_, [](const ObjectReader* reader) { return reader->synced(); });
}

ObjectPtr MergedReader::find(const ObjectKey& key) const {
  for (const ObjectReader* reader : readers_) {
    if (ObjectPtr found = reader->find(key)) return found;
  }
  return nullptr;
}

std::vector<ObjectPtr> MergedReader::all() const {
  std::vector<ObjectPtr> all;
  for (const ObjectReader* reader : readers_) {
    std::vector<ObjectPtr> some = reader->all();
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  }
  std::ranges::sort(all, {}, [](const ObjectPtr& object) { return object->key; });
  return all;
}

}  // namespace vedette::op
