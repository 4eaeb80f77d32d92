#include "operator/reconcile/policies/reason.hpp"

#include <array>

#include "base/require.hpp"
#include "base/utf8.hpp"

namespace vedette::op {
namespace {

using enum ConditionStatus;

/// metav1.Condition's bound of a message.
constexpr std::size_t kLongestMessage = 32 * 1024;

constexpr std::array kReasons{
    ReasonText{Reason::Accepted, "Accepted", True, "Accepted", "The spec obeys every rule.", ""},
    ReasonText{Reason::Invalid, "Accepted", False, "Invalid",
               "The spec breaks a rule; the message names the field, the rule and what was found.",
               "Change the named field."},
    ReasonText{Reason::NotSupported, "Accepted", False, "NotSupported",
               "The spec holds a field that this release of Vedette does not implement yet.",
               "Leave the named field out, or upgrade Vedette."},
    ReasonText{Reason::FileRefNotPermitted, "Accepted", False, "FileRefNotPermitted",
               "A reference is given as `file`, which exists in target files only.",
               "Use secretKeyRef or configMapKeyRef."},
    ReasonText{Reason::ResolvedRefs, "ResolvedRefs", True, "ResolvedRefs",
               "Everything that the spec refers to was found, is permitted and fits its use.", ""},
    ReasonText{Reason::NotAccepted, "ResolvedRefs", Unknown, "NotAccepted",
               "References are looked at once the spec is accepted.",
               "See the condition Accepted."},
    ReasonText{Reason::RefNotPermitted, "ResolvedRefs", False, "RefNotPermitted",
               "The operator runs with --secrets=false, and the spec refers to a Secret or "
               "ConfigMap.",
               "Start the operator with --secrets=true, or remove the reference."},
    ReasonText{Reason::SecretNotFound, "ResolvedRefs", False, "SecretNotFound",
               "A Secret is not in the namespace of the Target, or does not carry the label "
               "`vedette.dev/use: \"true\"`.",
               "Create the Secret there, or label it."},
    ReasonText{Reason::ConfigMapNotFound, "ResolvedRefs", False, "ConfigMapNotFound",
               "A ConfigMap is not in the namespace of the Target, or does not carry the label "
               "`vedette.dev/use: \"true\"`.",
               "Create the ConfigMap there, or label it."},
    ReasonText{Reason::KeyNotFound, "ResolvedRefs", False, "KeyNotFound",
               "The Secret or ConfigMap is there and has no such key.",
               "Add the key, or correct its name in the spec."},
    ReasonText{Reason::InvalidSecretContent, "ResolvedRefs", False, "InvalidSecretContent",
               "What the key holds cannot serve its purpose: a line break in a header, too long a "
               "text.",
               "Store the value as the message asks."},
    ReasonText{Reason::SecretsTooLarge, "ResolvedRefs", False, "SecretsTooLarge",
               "The contents that this target needs do not fit into one Secret (1 MiB) with those "
               "of the targets that share its file.",
               "Share CA bundles between targets, shorten them, or raise --files."},
    ReasonText{Reason::ProgrammedNotReported, "Programmed", Unknown, "NotReported",
               "No prober has reported yet which target files it runs.", ""},
    ReasonText{Reason::AvailableNotReported, "Available", Unknown, "NotReported",
               "No prober has reported a verdict to the operator yet.", ""},
    ReasonText{Reason::Suspended, "Available", Unknown, "Suspended",
               "The target is not probed, because spec.suspend is set.",
               "Remove spec.suspend to go on."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kReasons.size(); ++i) {
    if (static_cast<std::size_t>(kReasons[i].reason) != i) return false;
  }
  return kReasons.back().reason == Reason::Suspended;
}
static_assert(in_order(), "kReasons lists each enumerator of Reason once, in order");

}  // namespace

std::span<const ReasonText> all_reasons() { return kReasons; }

Condition make_condition(Reason reason, std::string message) {
  const ReasonText& text = kReasons[static_cast<std::size_t>(reason)];
  if (message.size() > kLongestMessage) message = clean_utf8(message, kLongestMessage);
  return {std::string(text.type), text.status, std::string(text.name), std::move(message)};
}

std::string_view to_text(ConditionStatus status) {
  switch (status) {
    case True:
      return "True";
    case False:
      return "False";
    case Unknown:
      return "Unknown";
  }
  require(false, "a status without a name");
  return {};
}

}  // namespace vedette::op
