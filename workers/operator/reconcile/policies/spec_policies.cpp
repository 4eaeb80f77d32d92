#include <algorithm>

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include "operator/reconcile/policies/refusals.hpp"
#include "operator/reconcile/policies/review.hpp"
#include "targets/document/document.hpp"
#include "targets/rules/manifest.hpp"

namespace vedette::op {
namespace {

using targets::Fault;

std::string to_message(const Fault& fault) {
  return fault.field.empty() ? fault.message : fault.field + ": " + fault.message;
}

bool is_not_supported(const Fault& fault) {
  return fault.rule == targets::rule_id(targets::Rule::NotSupported);
}

std::vector<Mention> mentions_of(model::Target target) {
  std::vector<Mention> mentions;
  targets::visit_references(
      target, [&](model::Text& text, targets::SecretUse use, const std::string& field) {
        mentions.push_back({field, *text.from, use, ""});
      });
  return mentions;
}

}  // namespace

std::optional<Refusal> obeys_rules(Review& review) {
  targets::FaultLog log("");
  targets::Node document;
  log.begin_document();
  const std::string text = boost::json::serialize(essential_manifest(review.input.manifest));
  if (targets::read_json(text, 0, log, document)) {
    review.target =
        read_manifest(document, review.input.config.source, review.patterns, log).target;
  }
  const std::vector<Fault> faults = log.take();
  // Only a spec that would be right in a later release is "not supported".
  const bool later = std::ranges::all_of(faults, is_not_supported);
  Refusals refusals;
  for (const Fault& fault : faults) {
    refusals.add(later ? Reason::NotSupported : Reason::Invalid, to_message(fault));
  }
  if (review.target && targets::has_references(*review.target)) {
    review.mentions = mentions_of(*review.target);
  }
  return std::move(refusals).take();
}

std::optional<Refusal> refers_to_no_file(Review& review) {
  Refusals refusals;
  for (const Mention& mention : review.mentions) {
    if (mention.reference.kind != model::Reference::Kind::File) continue;
    refusals.add(Reason::FileRefNotPermitted,
                 fmt::format("{}.file: {}", mention.field, kFileReferenceRefused));
  }
  return std::move(refusals).take();
}

}  // namespace vedette::op
