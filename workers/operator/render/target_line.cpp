#include "operator/render/target_line.hpp"

#include <set>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/require.hpp"
#include "base/time_text.hpp"
#include "model/duration.hpp"
#include "operator/api/json_find.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

/// "spec.http.headers[0].valueFrom" as a JSON pointer (RFC 6901); names of fields need no escapes.
std::string pointer_to(std::string_view field) {
  std::string pointer = "/";
  for (const char c : field) {
    if (c == ']') continue;
    pointer += c == '.' || c == '[' ? '/' : c;
  }
  return pointer;
}

/// An empty object when the line is none.
json::object parse_line(std::string_view line) {
  boost::system::error_code error;
  json::value value = json::parse(line, error);
  return error || !value.is_object() ? json::object() : std::move(value.as_object());
}

/// What of a spec says when a target is to be probed.
struct Schedule {
  Millis interval{0};
  bool suspended = false;
  std::set<std::string> locations;

  bool operator==(const Schedule&) const = default;
};

Schedule schedule_of(const json::object& manifest) {
  const json::value* interval = find(manifest, {"spec", "interval"});
  const json::string* text = interval == nullptr ? nullptr : interval->if_string();
  Schedule schedule{
      model::duration_from(text == nullptr ? "30s" : std::string_view(*text)).value_or(Millis(0)),
      find(manifest, {"spec", "suspend"}) != nullptr,
      {}};
  const json::value* locations = find(manifest, {"spec", "locations"});
  if (locations != nullptr && locations->is_array()) {
    for (const json::value& each : locations->get_array()) {
      if (each.is_string()) schedule.locations.emplace(each.get_string());
    }
  }
  return schedule;
}

}  // namespace

json::object essential_manifest(const json::object& manifest) {
  json::object metadata;
  const json::value* name = find(manifest, {"metadata", "name"});
  const json::value* ns = find(manifest, {"metadata", "namespace"});
  const json::value* generation = find(manifest, {"metadata", "generation"});
  if (name != nullptr) metadata["name"] = *name;
  metadata["namespace"] = ns == nullptr ? json::value("default") : *ns;
  if (generation != nullptr) metadata["generation"] = *generation;
  json::object essential{{"apiVersion", "vedette.dev/v1alpha1"}, {"kind", "Target"}};
  essential["metadata"] = std::move(metadata);
  if (const json::value* spec = manifest.if_contains("spec")) essential["spec"] = *spec;
  return essential;
}

std::string render_line(const json::object& manifest, const ResolvedReferences& references,
                        SystemTime schedule_since) {
  json::value line(essential_manifest(manifest));
  for (const auto& [field, key] : references) {
    boost::system::error_code error;
    json::value* reference = line.find_pointer(pointer_to(field), error);
    require(reference != nullptr, "a resolved reference is in the manifest");
    *reference = {{"file", key}};
  }
  line.as_object()["scheduleSince"] = to_rfc3339(schedule_since);
  return json::serialize(line);
}

SystemTime schedule_since(const std::string& previous_line, const json::object& manifest,
                          SystemTime now) {
  const json::object previous = parse_line(previous_line);
  const json::value* since = previous.if_contains("scheduleSince");
  if (since == nullptr || !since->is_string() || schedule_of(previous) != schedule_of(manifest)) {
    return now;
  }
  return from_rfc3339(since->get_string()).value_or(now);
}

std::optional<std::int64_t> generation_of(std::string_view line) {
  const json::object manifest = parse_line(line);
  const json::value* generation = find(manifest, {"metadata", "generation"});
  if (generation == nullptr || !generation->is_int64()) return std::nullopt;
  return generation->get_int64();
}

bool is_resolved(std::string_view line) {
  // Inside a text the quotes would be escaped, and only references have members of these names.
  return line.find(R"("secretKeyRef":)") == std::string_view::npos &&
         line.find(R"("configMapKeyRef":)") == std::string_view::npos;
}

}  // namespace vedette::op
