#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

namespace vedette::writer {

/// Numbers of names met before. Bounded: a full cache is emptied, which costs one query per name
/// the next time, instead of keeping track of what was used when. Not thread-safe.
class IdCache {
 public:
  /// REQUIRES: capacity > 0.
  explicit IdCache(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] std::optional<std::int32_t> find(std::string_view name) const {
    const auto found = ids_.find(name);
    if (found == ids_.end()) return std::nullopt;
    return found->second;
  }

  void add(std::string name, std::int32_t id) { ids_.insert_or_assign(std::move(name), id); }

  /// Empties the cache when it is full; true when it did. Only between batches: ids of the batch
  /// in hand must stay.
  bool make_room() {
    if (ids_.size() < capacity_) return false;
    ids_.clear();
    return true;
  }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::size_t capacity_;
  boost::unordered_flat_map<std::string, std::int32_t, Hash, std::equal_to<>> ids_;
};

}  // namespace vedette::writer
