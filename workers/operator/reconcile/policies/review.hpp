#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/target.hpp"
#include "operator/reconcile/policies/decide.hpp"
#include "operator/reconcile/policies/reason.hpp"
#include "targets/secrets.hpp"

namespace vedette::op {

/// One reference of a target.
struct Mention {
  std::string field;  ///< "spec.http.headers[0].valueFrom"
  model::Reference reference;
  targets::SecretUse use = targets::SecretUse::HeaderValue;
  std::string content;  ///< once it was found
};

/// What the policies know of one target so far; each may rely on those before it.
struct Review {
  const PolicyInput& input;
  targets::PatternCheck& patterns;
  std::shared_ptr<const model::Target> target;  ///< from obeys_rules on
  std::vector<Mention> mentions;                ///< from obeys_rules on
};

/// Why a target does not pass.
struct Refusal {
  Reason reason;
  std::string message;  ///< starts with the field; several are joined by "; "
};

/// What is said of a `file` reference that came through the API.
inline constexpr std::string_view kFileReferenceRefused =
    "exists in target files only; use secretKeyRef or configMapKeyRef";

/// A policy lets pass, or says why not.
using Policy = std::optional<Refusal> (*)(Review&);

// Whether the spec is accepted.

/// The manifest obeys every rule of workers/targets, as it would be written into its file.
[[nodiscard]] std::optional<Refusal> obeys_rules(Review& review);
/// `file` references exist in target files only: through the API they would read what other
/// namespaces put into the same volume.
[[nodiscard]] std::optional<Refusal> refers_to_no_file(Review& review);

// Whether what it refers to is there.

[[nodiscard]] std::optional<Refusal> references_permitted(Review& review);
/// Finds the contents.
[[nodiscard]] std::optional<Refusal> references_found(Review& review);
[[nodiscard]] std::optional<Refusal> contents_fit(Review& review);

}  // namespace vedette::op
