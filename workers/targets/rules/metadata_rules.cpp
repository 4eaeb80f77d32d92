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
                   quoted(*name));
  return {};
}

std::string read_namespace(const Field& field) {
  if (!field.present()) return "default";
  const auto name = field.text();
  if (!name) return {};
  if (is_dns_label(*name)) return std::string(*name);
  field.refuse(Rule::Namespace,
               "must be 1 to 63 of a-z, 0-9 and '-', with a letter or digit at both ends, found " +
                   quoted(*name));
  return {};
}

void check_texts(const Field& map) {
  if (!map.map()) return;
  for (const std::string& key : map.node()->keys) {
    const Field value = map[key];
    static_cast<void>(value.text());  // a value that is no text logs its fault
  }
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
  if (!metadata.object({"name", "namespace", "labels", "annotations", "generation", "uid",
                        "resourceVersion", "creationTimestamp", "deletionTimestamp",
                        "deletionGracePeriodSeconds", "finalizers", "ownerReferences",
                        "managedFields", "selfLink"})) {
    return {};
  }
  const Field name = metadata["name"];
  const Field ns = metadata["namespace"];
  const Field labels = metadata["labels"];
  const Field annotations = metadata["annotations"];
  const Field generation = metadata["generation"];
  check_texts(labels);
  check_texts(annotations);
  return {read_namespace(ns), read_name(name), read_generation(generation)};
}

}  // namespace vedette::targets
