#include <fmt/format.h>

#include "operator/api/names.hpp"
#include "operator/reconcile/policies/refusals.hpp"
#include "operator/reconcile/policies/review.hpp"

namespace vedette::op {
namespace {

using model::Reference;

bool is_secret(const Mention& mention) { return mention.reference.kind == Reference::Kind::Secret; }

/// "spec.tls.caFrom: ConfigMap bundles, key ca.crt"
std::string place_of(const Mention& mention) {
  return fmt::format("{}: {} {}, key {}", mention.field,
                     is_secret(mention) ? "Secret" : "ConfigMap", mention.reference.name,
                     mention.reference.key);
}

void add_missing(const Mention& mention, const FoundContent& found, Refusals& refusals) {
  switch (found.kind) {
    case FoundContent::Kind::Found:
      return;
    case FoundContent::Kind::NoObject:
      // One message for both, so that nobody learns which names exist.
      refusals.add(
          is_secret(mention) ? Reason::SecretNotFound : Reason::ConfigMapNotFound,
          fmt::format("{}: there is no {} {} in this namespace that carries the label {}: \"true\"",
                      mention.field, is_secret(mention) ? "Secret" : "ConfigMap",
                      mention.reference.name, kUseLabel));
      return;
    case FoundContent::Kind::NoKey:
      refusals.add(Reason::KeyNotFound, place_of(mention) + ": there is no such key");
      return;
    case FoundContent::Kind::Broken:
      refusals.add(Reason::InvalidSecretContent, place_of(mention) + ": " + found.text);
      return;
  }
}

}  // namespace

std::optional<Refusal> references_permitted(Review& review) {
  if (review.input.config.secrets) return std::nullopt;
  Refusals refusals;
  for (const Mention& mention : review.mentions) {
    refusals.add(Reason::RefNotPermitted,
                 mention.field + ": the operator runs with --secrets=false and reads none");
  }
  return std::move(refusals).take();
}

std::optional<Refusal> references_found(Review& review) {
  Refusals refusals;
  for (Mention& mention : review.mentions) {
    FoundContent found = review.input.contents.find(review.target->ns, mention.reference);
    add_missing(mention, found, refusals);
    mention.content = std::move(found.text);
  }
  return std::move(refusals).take();
}

std::optional<Refusal> contents_fit(Review& review) {
  Refusals refusals;
  for (const Mention& mention : review.mentions) {
    const Result<std::string> text = targets::usable_text(mention.content, mention.use);
    if (text) continue;
    refusals.add(Reason::InvalidSecretContent, place_of(mention) + " " + text.error().message);
  }
  return std::move(refusals).take();
}

}  // namespace vedette::op
