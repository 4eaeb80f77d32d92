#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace vedette::op {

/// Field of a reference, "spec.http.headers[0].valueFrom" → key "sha256-<hex>" below
/// `--secrets-dir`.
using ResolvedReferences = std::map<std::string, std::string>;

/// What of a Target goes into its file, as an object: apiVersion, kind, metadata.name, namespace
/// (`default` when absent) and generation, spec. Everything else that the API server keeps there
/// is its own business.
[[nodiscard]] boost::json::object essential_manifest(const boost::json::object& manifest);

/// The line of a target: its essential manifest plus `scheduleSince`, each reference in
/// `references` replaced by {"file": key}; others stay as they are. Keys keep the manifest's order;
/// equal input gives equal bytes.
/// REQUIRES: each field of `references` is in the manifest.
[[nodiscard]] std::string render_line(const boost::json::object& manifest,
                                      const ResolvedReferences& references,
                                      SystemTime schedule_since);

/// When the schedule of a target began: what `previous_line` says while interval, suspend and
/// locations say the same, else `now`. `previous_line` may be empty.
[[nodiscard]] SystemTime schedule_since(const std::string& previous_line,
                                        const boost::json::object& manifest, SystemTime now);

/// metadata.generation of a line; nothing when it says none.
[[nodiscard]] std::optional<std::int64_t> generation_of(std::string_view line);

/// True when no reference of a line is left to a Secret or ConfigMap.
[[nodiscard]] bool is_resolved(std::string_view line);

}  // namespace vedette::op
