#include "operator/reconcile/judge.hpp"

#include <algorithm>
#include <utility>

#include "operator/reconcile/plan/file_plan.hpp"

namespace vedette::op {

Judge::Judge(PolicyConfig config, const ContentSource& contents)
    : config_(std::move(config)), contents_(contents) {}

model::TargetId Judge::id_of(const ObjectKey& target) const {
  return model::make_target_id(config_.source, target.ns, target.name);
}

const Judged& Judge::judge(const ObjectPtr& target, const std::string* line) {
  const model::TargetId id = id_of(target->key);
  Decision decision = decide({target->body, line, contents_, config_}, patterns_);
  references_.set(id, target->key.ns, decision.refers_to);
  return judged_.insert_or_assign(id, Judged{target, std::move(decision)}).first->second;
}

void Judge::forget(const model::TargetId& target) {
  references_.set(target, {}, {});
  judged_.erase(target);
}

bool Judge::still_holds(const ObjectPtr& target) {
  const auto known = judged_.find(id_of(target->key));
  if (known == judged_.end()) return false;
  ObjectPtr& object = known->second.object;
  if (object->uid != target->uid || object->generation != target->generation) return false;
  object = target;
  return true;
}

const Judged& Judge::refuse_secrets(const model::TargetId& target) {
  Judged& judged = judged_.at(target);
  op::refuse_secrets(judged.decision);
  return judged;
}

const Judged* Judge::find(const model::TargetId& target) const {
  const auto found = judged_.find(target);
  return found == judged_.end() ? nullptr : &found->second;
}

std::set<model::TargetId> Judge::referring_to(model::Reference::Kind kind,
                                              const ObjectKey& key) const {
  return references_.targets_of(kind, key.ns, key.name);
}

std::size_t Judge::count_false(std::string_view type) const {
  return static_cast<std::size_t>(std::ranges::count_if(judged_, [&](const auto& entry) {
    return std::ranges::any_of(entry.second.decision.conditions, [&](const Condition& condition) {
      return condition.type == type && condition.status == ConditionStatus::False;
    });
  }));
}

}  // namespace vedette::op
