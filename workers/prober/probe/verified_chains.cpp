#include "prober/probe/verified_chains.hpp"

namespace vedette::prober {

std::optional<SystemTime> VerifiedChains::find(const Key& key, SystemTime now) const {
  const std::scoped_lock lock(mutex_);
  const auto found = good_.find(key);
  if (found == good_.end()) {
    return std::nullopt;
  }
  const Good& good = found->second;
  // Before `since` the clock was set back, maybe to before the chain's beginning.
  const bool counts = good.since <= now && now < good.since + kCounts && now < good.earliest_end;
  return counts ? std::optional(good.earliest_end) : std::nullopt;
}

void VerifiedChains::add(const Key& key, SystemTime now, SystemTime earliest_end) {
  const std::scoped_lock lock(mutex_);
  if (good_.size() >= kMost) {
    good_.clear();
  }
  good_.insert_or_assign(key, Good{now, earliest_end});
}

std::size_t VerifiedChains::size() const {
  const std::scoped_lock lock(mutex_);
  return good_.size();
}

}  // namespace vedette::prober
