#include "targets/rules/manifest.hpp"

#include "base/time_text.hpp"
#include "targets/document/field.hpp"
#include "targets/document/quote.hpp"
#include "targets/rules/metadata_rules.hpp"
#include "targets/rules/spec_hash.hpp"
#include "targets/rules/spec_rules.hpp"

namespace vedette::targets {
namespace {

void require_text(const Field& field, std::string_view wanted, Rule rule) {
  field.require_present();
  const auto text = field.text();
  if (!text || *text == wanted) return;
  field.refuse(rule, "must be " + std::string(wanted) + ", found " + quote(*text));
}

std::optional<SystemTime> read_time(const Field& field) {
  const auto text = field.text();
  if (!text) return std::nullopt;
  const std::optional<SystemTime> time = from_rfc3339(*text);
  if (!time) {
    field.refuse(Rule::Timestamp,
                 "must be a time such as 2026-11-23T15:00:24Z, found " + quote(*text));
  }
  return time;
}

}  // namespace

Manifest read_manifest(const Node& document, const std::string& source, PatternCheck& patterns,
                       FaultLog& log) {
  Manifest manifest;
  manifest.line = document.line;
  const Field root(document, log);
  if (!root.object({"apiVersion", "kind", "metadata", "spec", "status", "scheduleSince"})) {
    return manifest;
  }
  const Field api_version = root["apiVersion"];
  const Field kind = root["kind"];
  const Field metadata_field = root["metadata"];
  const Field spec = root["spec"];
  const Field schedule_since = root["scheduleSince"];
  require_text(api_version, "vedette.dev/v1alpha1", Rule::ApiVersion);
  require_text(kind, "Target", Rule::Kind);

  auto target = std::make_shared<model::Target>();
  Metadata metadata = read_metadata(metadata_field);
  read_spec(spec, patterns, *target);
  target->schedule_since = read_time(schedule_since);
  target->generation = metadata.generation;
  if (!metadata.name.empty() && !metadata.ns.empty()) {
    manifest.id = model::make_target_id(source, metadata.ns, metadata.name);
    manifest.full_name = metadata.ns + "/" + metadata.name;
    log.name_document(manifest.full_name);
  }
  if (!log.document_is_clean()) return manifest;

  target->id = manifest.id;
  target->source = source;
  target->ns = std::move(metadata.ns);
  target->name = std::move(metadata.name);
  target->spec_hash = spec_hash(*target);
  manifest.target = std::move(target);
  return manifest;
}

}  // namespace vedette::targets
