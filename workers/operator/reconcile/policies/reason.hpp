#pragma once

#include <span>
#include <string>
#include <string_view>

#include "operator/reconcile/decision.hpp"

namespace vedette::op {

/// Every condition that a Target can carry. Each has one line in reason.cpp and in
/// docs/conditions.md; a test holds the two together.
enum class Reason {
  Accepted,
  Invalid,
  NotSupported,
  FileRefNotPermitted,
  ResolvedRefs,
  NotAccepted,
  RefNotPermitted,
  SecretNotFound,
  ConfigMapNotFound,
  KeyNotFound,
  InvalidSecretContent,
  SecretsTooLarge,
  ProgrammedNotReported,
  AvailableNotReported,
  Suspended,
};

struct ReasonText {
  Reason reason;
  std::string_view type;
  ConditionStatus status;
  std::string_view name;    ///< as it stands in the condition
  std::string_view means;   ///< one sentence
  std::string_view remedy;  ///< what to turn; empty when nothing is wrong
};

/// Every reason once, in the order of the enumeration.
[[nodiscard]] std::span<const ReasonText> all_reasons();

/// The condition of a reason. The message is cut to what the API server takes (32 KiB).
[[nodiscard]] Condition make_condition(Reason reason, std::string message);

/// "True", "False", "Unknown".
[[nodiscard]] std::string_view to_text(ConditionStatus status);

}  // namespace vedette::op
