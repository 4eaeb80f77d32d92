#pragma once

#include <optional>
#include <vector>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "operator/kube/object.hpp"
#include "operator/reconcile/decision.hpp"
#include "operator/reconcile/status/target_event.hpp"

namespace vedette::op {

/// What `object`'s status should say of its spec.
struct StatusWish {
  std::int64_t generation = 0;  ///< of the spec that was judged
  std::vector<Condition> conditions;

  bool operator==(const StatusWish&) const = default;
};

/// The body of the apply that makes the status of `target` say `wish`; nothing when it does. A
/// condition's lastTransitionTime is `now` only where its status differs from what `target` shows
/// (Kubernetes API conventions, "Typical status properties").
[[nodiscard]] std::optional<boost::json::object> status_to_apply(const Object& target,
                                                                 const StatusWish& wish,
                                                                 SystemTime now);

/// The transitions from what `target` shows to `wish`: a Warning for each condition that became
/// False, by its reason (Invalid, …; SecretMissing for SecretNotFound), Normal Accepted when a
/// target is accepted again.
[[nodiscard]] std::vector<TargetEvent> events_between(const Object& target, const StatusWish& wish);

}  // namespace vedette::op
