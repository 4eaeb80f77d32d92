#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "model/target_id.hpp"
#include "operator/kube/object.hpp"
#include "operator/reconcile/decision.hpp"
#include "operator/reconcile/policies/content_source.hpp"
#include "operator/reconcile/policies/decide.hpp"
#include "operator/reconcile/reference_index.hpp"
#include "operator/reconcile/status/status.hpp"
#include "targets/rules/pattern_check.hpp"

namespace vedette::op {

/// A target as it was looked at last, and what was decided.
struct Judged {
  ObjectPtr object;  ///< never null
  Decision decision;

  [[nodiscard]] StatusWish status() const { return {object->generation, decision.conditions}; }
};

/// Gathers what the policies need, asks them, and remembers what they said of each target and which
/// Secrets and ConfigMaps that hangs on. Not thread-safe.
class Judge {
 public:
  /// `contents` must outlive it.
  Judge(PolicyConfig config, const ContentSource& contents);

  [[nodiscard]] model::TargetId id_of(const ObjectKey& target) const;

  /// Decides anew. `line` is what the target's file says of it now, null for nothing.
  const Judged& judge(const ObjectPtr& target, const std::string* line);

  /// The target is there no more.
  void forget(const model::TargetId& target);

  /// Takes the object for the one that was judged when spec and identity are the same; false when
  /// they are not, or nothing is known of it.
  [[nodiscard]] bool still_holds(const ObjectPtr& target);

  /// The target's secrets do not fit into its file.
  const Judged& refuse_secrets(const model::TargetId& target);

  /// Null when there is no such target.
  [[nodiscard]] const Judged* find(const model::TargetId& target) const;
  [[nodiscard]] const std::map<model::TargetId, Judged>& all() const { return judged_; }

  /// Those whose decision hangs on that object of namespace `key.ns`, there or not.
  [[nodiscard]] std::set<model::TargetId> referring_to(model::Reference::Kind kind,
                                                       const ObjectKey& key) const;

  /// How many targets have a condition of that type with status False.
  [[nodiscard]] std::size_t count_false(std::string_view condition) const;

 private:
  PolicyConfig config_;
  const ContentSource& contents_;
  targets::PatternCheck patterns_;
  ReferenceIndex references_;
  std::map<model::TargetId, Judged> judged_;
};

}  // namespace vedette::op
