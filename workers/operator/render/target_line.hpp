#pragma once

#include <map>
#include <string>

#include <boost/json/object.hpp>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace vedette::op {

/// Field of a reference, "spec.http.headers[0].valueFrom" → key "sha256-<hex>" below
/// `--secrets-dir`.
using ResolvedReferences = std::map<std::string, std::string>;

/// The line of a target: its manifest (apiVersion, kind, metadata.name/namespace/generation, spec)
/// plus `scheduleSince`, each reference in `references` replaced by {"file": key}; others stay as
/// they are. Keys keep the manifest's order; equal input gives equal bytes.
[[nodiscard]] std::string render_line(const boost::json::object& manifest,
                                      const ResolvedReferences& references,
                                      SystemTime schedule_since);

/// When the schedule of a target began: what `previous_line` says while interval, suspend and
/// (once there are any) locations say the same, else `now`. `previous_line` may be empty.
[[nodiscard]] SystemTime schedule_since(const std::string& previous_line,
                                        const boost::json::object& manifest, SystemTime now);

}  // namespace vedette::op
