#include "targets/rules/metadata_rules.hpp"

#include <limits>

#include "targets/document/quote.hpp"
#include "targets/rules/name_rules.hpp"

namespace vedette::targets {
namespace {

std::string read_name(const Field& field) {
  field.require_present();
  const auto name = field.text();
  if (!name) return {};
  if (is_dns_subdomain(*name, 63)) return std::string(*name);
  field.refuse(Rule::Name,
               "must be 1 to 63 of a-z, 0-9, '-' and '.', with a letter or digit around "
               "each dot and at both ends, found " +
                   quote(*name));
  return {};
}

std::string read_namespace(const Field& field) {
  if (!field.present()) return "default";
  const auto name = field.text();
  if (!name) return {};
  if (is_dns_label(*name)) return std::string(*name);
  field.refuse(Rule::Namespace,
               "must be 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends, found " +
                   quote(*name));
  return {};
}

constexpr size_t kLongestAnnotations = 256 * 1024;  // as in Kubernetes, names and values in all

void refuse_key(const Field& field) {
  field.refuse(Rule::MetadataKey,
               "the name must be 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit "
               "at both ends, perhaps behind a DNS subdomain and a slash");
}

void check_labels(const Field& labels) {
  if (!labels.map()) return;
  for (const std::string& key : labels.node()->keys) {
    const Field label = labels[key];
    if (!is_qualified_name(key)) refuse_key(label);
    const auto value = label.text();
    if (!value || is_label_value(*value)) continue;
    label.refuse(Rule::MetadataLabel,
                 "must be empty or 1 to 63 letters, digits, '-', '_' or '.', with a letter or "
                 "digit at both ends, found " +
                     quote(*value));
  }
}

void check_annotations(const Field& annotations) {
  if (!annotations.map()) return;
  size_t bytes = 0;
  for (const std::string& key : annotations.node()->keys) {
    const Field annotation = annotations[key];
    if (!is_annotation_name(key)) refuse_key(annotation);
    bytes += key.size() + annotation.text().value_or("").size();
  }
  if (bytes <= kLongestAnnotations) return;
  annotations.refuse(Rule::TooLong, "has " + std::to_string(bytes) + " bytes; at most " +
                                        std::to_string(kLongestAnnotations) + " are allowed");
}

std::optional<std::int64_t> read_generation(const Field& field) {
  const std::optional<std::int64_t> generation = field.integer();
  if (!generation || *generation >= 0) return generation;
  field.refuse(Rule::Range, "is " + std::to_string(*generation) + "; it must be 0 or more");
  return std::nullopt;
}

}  // namespace

Metadata read_metadata(const Field& metadata) {
  metadata.require_present();
  if (!metadata.object({"name", "generateName", "namespace", "labels", "annotations", "generation",
                        "uid", "resourceVersion", "creationTimestamp", "deletionTimestamp",
                        "deletionGracePeriodSeconds", "finalizers", "ownerReferences",
                        "managedFields", "selfLink"})) {
    return {};
  }
  const Field name = metadata["name"];
  const Field ns = metadata["namespace"];
  const Field labels = metadata["labels"];
  const Field annotations = metadata["annotations"];
  const Field generation = metadata["generation"];
  check_labels(labels);
  check_annotations(annotations);
  return {read_namespace(ns), read_name(name), read_generation(generation)};
}

}  // namespace vedette::targets
