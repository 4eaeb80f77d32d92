#include "operator/reconcile/plan/key_use.hpp"

#include "base/require.hpp"

namespace vedette::op {

void KeyUse::add(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (++uses_[key] == 1) bytes_ += size_of(key);
  }
}

void KeyUse::remove(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    const auto use = uses_.find(key);
    require(use != uses_.end(), "a key that is given up was in use");
    if (--use->second > 0) continue;
    bytes_ -= size_of(key);
    uses_.erase(use);
  }
}

std::size_t KeyUse::size_of(const std::string& key) const {
  const auto content = known_.find(key);
  return content == known_.end() ? 0 : content->second.size();
}

}  // namespace vedette::op
