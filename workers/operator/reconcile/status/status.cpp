#include "operator/reconcile/status/status.hpp"

#include <string_view>

#include <boost/json/array.hpp>

#include "base/time_text.hpp"
#include "operator/kube/resource.hpp"
#include "operator/reconcile/policies/reason.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

/// As Kubernetes writes times in conditions: whole seconds.
std::string to_seconds_text(SystemTime time) {
  constexpr std::size_t kUpToSeconds = sizeof "2026-11-25T00:00:00" - 1;
  return to_rfc3339(time).substr(0, kUpToSeconds) + "Z";
}

std::string_view text_in(const json::object& parent, std::string_view name) {
  const json::value* const found = parent.if_contains(name);
  return found == nullptr || !found->is_string() ? std::string_view() : found->get_string();
}

/// What stands in the object's status; empty when nothing does.
const json::object& shown_status_of(const Object& target) {
  static const json::object nothing;
  const json::value* const status = target.body.if_contains("status");
  return status == nullptr || !status->is_object() ? nothing : status->get_object();
}

/// The condition of that type as the object shows it; null when it shows none.
const json::object* shown_condition(const json::object& status, std::string_view type) {
  const json::value* const conditions = status.if_contains("conditions");
  if (conditions == nullptr || !conditions->is_array()) return nullptr;
  for (const json::value& entry : conditions->get_array()) {
    const json::object* const condition = entry.if_object();
    if (condition != nullptr && text_in(*condition, "type") == type) return condition;
  }
  return nullptr;
}

json::object to_json(const Condition& condition, std::int64_t generation, const json::object* shown,
                     SystemTime now) {
  const bool same_status =
      shown != nullptr && text_in(*shown, "status") == to_text(condition.status);
  const std::string_view since =
      same_status ? text_in(*shown, "lastTransitionTime") : std::string_view();
  return {{"type", condition.type},
          {"status", to_text(condition.status)},
          {"observedGeneration", generation},
          {"lastTransitionTime", since.empty() ? to_seconds_text(now) : std::string(since)},
          {"reason", condition.reason},
          {"message", condition.message}};
}

/// True when everything that `wanted` says stands in `shown`, whatever else does.
bool shows(const json::object& shown, const json::object& wanted) {
  for (const auto& [name, value] : wanted) {
    if (name == "conditions") continue;
    const json::value* const found = shown.if_contains(name);
    if (found == nullptr || *found != value) return false;
  }
  for (const json::value& condition : wanted.at("conditions").as_array()) {
    const std::string_view type = condition.at("type").as_string();
    const json::object* const found = shown_condition(shown, type);
    if (found == nullptr || *found != condition.as_object()) return false;
  }
  return true;
}

ConditionStatus shown_status(const Object& target, std::string_view type) {
  const json::object* const condition = shown_condition(shown_status_of(target), type);
  if (condition == nullptr) return ConditionStatus::Unknown;
  const std::string_view text = text_in(*condition, "status");
  if (text == "True") return ConditionStatus::True;
  return text == "False" ? ConditionStatus::False : ConditionStatus::Unknown;
}

}  // namespace

std::optional<json::object> status_to_apply(const Object& target, const StatusWish& wish,
                                            SystemTime now) {
  const json::object& shown = shown_status_of(target);
  json::object wanted{{"observedGeneration", wish.generation}, {"state", "Unknown"}};
  json::array conditions;
  for (const Condition& condition : wish.conditions) {
    conditions.push_back(
        to_json(condition, wish.generation, shown_condition(shown, condition.type), now));
    // Until probers report, why there is no verdict is all that can be said of one.
    if (condition.type == "Available") wanted["reason"] = condition.reason;
  }
  wanted["conditions"] = std::move(conditions);
  if (shows(shown, wanted)) return std::nullopt;
  return json::object{
      {"apiVersion", targets_resource().api_version()},
      {"kind", targets_resource().kind},
      {"metadata",
       json::object{{"name", target.key.name}, {"namespace", target.key.ns}, {"uid", target.uid}}},
      {"status", std::move(wanted)}};
}

std::vector<TargetEvent> events_between(const Object& target, const StatusWish& wish) {
  using enum TargetEvent::Type;
  std::vector<TargetEvent> events;
  for (const Condition& condition : wish.conditions) {
    const ConditionStatus shown = shown_status(target, condition.type);
    if (shown == condition.status) continue;
    if (condition.status == ConditionStatus::False) {
      const bool missing = condition.reason == "SecretNotFound";
      events.push_back({Warning, missing ? "SecretMissing" : condition.reason, condition.message});
    } else if (condition.type == "Accepted" && shown == ConditionStatus::False) {
      events.push_back({Normal, condition.reason, condition.message});
    }
  }
  return events;
}

}  // namespace vedette::op
