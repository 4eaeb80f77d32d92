#include "operator/reconcile/policies/decide.hpp"

#include <array>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "operator/reconcile/policies/reason.hpp"
#include "operator/reconcile/policies/review.hpp"
#include "operator/render/content_key.hpp"

namespace vedette::op {
namespace {

constexpr std::array<Policy, 2> kSpecPolicies{obeys_rules, refers_to_no_file};
constexpr std::array<Policy, 3> kReferencePolicies{references_permitted, references_found,
                                                   contents_fit};

/// What the first policy that does not let pass says.
std::optional<Refusal> first_refusal(std::span<const Policy> policies, Review& review) {
  for (const Policy policy : policies) {
    if (std::optional<Refusal> refusal = policy(review)) return refusal;
  }
  return std::nullopt;
}

/// What a refused target goes on with.
std::string in_force(const std::string& line) {
  const std::optional<std::int64_t> generation = generation_of(line);
  return generation ? fmt::format("; generation {} stays in force", *generation)
                    : "; the last good spec stays in force";
}

std::vector<model::Reference> references_of(const Review& review) {
  std::vector<model::Reference> references;
  references.reserve(review.mentions.size());
  for (const Mention& mention : review.mentions) references.push_back(mention.reference);
  return references;
}

Condition availability(const model::Target* target) {
  if (target == nullptr || !target->suspended) {
    return make_condition(Reason::AvailableNotReported, "No prober has reported a verdict yet");
  }
  return make_condition(Reason::Suspended, target->suspend_reason.empty()
                                               ? "The target is suspended"
                                               : "Suspended: " + target->suspend_reason);
}

Decision conclude(LineAction action, Condition accepted, Condition resolved, const Review& review) {
  Decision decision;
  decision.action = action;
  decision.conditions = {
      std::move(accepted), std::move(resolved),
      make_condition(Reason::ProgrammedNotReported, "No prober has reported what it runs yet"),
      availability(review.target.get())};
  return decision;
}

Decision refuse_spec(const Refusal& refusal, const Review& review) {
  const std::string* line = review.input.previous_line;
  return conclude(
      LineAction::Keep,
      make_condition(refusal.reason,
                     refusal.message + (line != nullptr ? in_force(*line) : "; it is not probed")),
      make_condition(Reason::NotAccepted, "The spec is not accepted"), review);
}

Condition accepted() { return make_condition(Reason::Accepted, "The spec obeys every rule"); }

/// A line that has all it needs stays. Without one the target is written as it is, so that its
/// probes say config_error and nothing is silent.
Decision refuse_references(const Refusal& refusal, const Review& review) {
  const std::string* line = review.input.previous_line;
  const bool keep = line != nullptr && is_resolved(*line);
  Decision decision = conclude(
      keep ? LineAction::Keep : LineAction::Write, accepted(),
      make_condition(refusal.reason,
                     refusal.message +
                         (keep ? in_force(*line) : "; until then its probes report config_error")),
      review);
  decision.refers_to = references_of(review);
  return decision;
}

Decision admit(const Review& review) {
  Decision decision = conclude(
      LineAction::Write, accepted(),
      make_condition(Reason::ResolvedRefs, review.mentions.empty()
                                               ? "The spec refers to nothing"
                                               : "Everything that the spec refers to is there"),
      review);
  for (const Mention& mention : review.mentions) {
    const std::string key = content_key(mention.content);
    decision.references.emplace(mention.field, key);
    decision.secrets.emplace(key, mention.content);
  }
  decision.refers_to = references_of(review);
  return decision;
}

}  // namespace

Decision decide(const PolicyInput& input, targets::PatternCheck& patterns) {
  Review review{input, patterns, nullptr, {}};
  if (const std::optional<Refusal> refusal = first_refusal(kSpecPolicies, review)) {
    return refuse_spec(*refusal, review);
  }
  if (const std::optional<Refusal> refusal = first_refusal(kReferencePolicies, review)) {
    return refuse_references(*refusal, review);
  }
  return admit(review);
}

}  // namespace vedette::op
