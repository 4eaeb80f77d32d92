#include "operator/reconcile/reference_index.hpp"

#include <utility>

namespace vedette::op {

void ReferenceIndex::set(const model::TargetId& target, const std::string& ns,
                         const std::vector<model::Reference>& refers_to) {
  if (const auto old = referred_.extract(target); !old.empty()) {
    for (const Referred& referred : old.mapped()) {
      const auto found = targets_.find(referred);
      found->second.erase(target);
      if (found->second.empty()) targets_.erase(found);
    }
  }
  std::set<Referred> now;
  for (const model::Reference& reference : refers_to) {
    now.emplace(reference.kind, ns, reference.name);
  }
  for (const Referred& referred : now) targets_[referred].insert(target);
  if (!now.empty()) referred_.emplace(target, std::move(now));
}

std::set<model::TargetId> ReferenceIndex::targets_of(model::Reference::Kind kind,
                                                     const std::string& ns,
                                                     const std::string& name) const {
  const auto found = targets_.find({kind, ns, name});
  return found == targets_.end() ? std::set<model::TargetId>() : found->second;
}

}  // namespace vedette::op
