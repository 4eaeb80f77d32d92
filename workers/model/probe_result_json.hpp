#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/probe_result.hpp"

namespace vedette::model {

/// The value of a vedette.results message: one JSON object as docs/architecture.md §7 shows it.
/// Texts from outside must have been cleaned (base/utf8.hpp) before; what does not apply is absent,
/// and so are texts that are empty, all but those of the target and who probed it.
[[nodiscard]] std::string to_json(const ProbeResult& result);

/// Reads such a value. Unknown fields are ignored, unknown reasons become Other, invalid UTF-8 in
/// strings is kept for the caller to clean. Invalid, naming the field, when it is no JSON object, a
/// field is of the wrong type or range, an outcome, verdict or phase is an unknown word, or one of
/// these is missing: the target's id, source, namespace and name, location, outcome, scheduledAt,
/// startedAt, producedAt.
[[nodiscard]] Result<ProbeResult> probe_result_from_json(std::string_view json);

/// The deterministic ce_id of a result: "<id>/<location>/<scheduled_at in Unix ms>".
[[nodiscard]] std::string result_id(const ProbeResult& result);

inline constexpr std::string_view kProbeResultType = "dev.vedette.probe.result.v1";

}  // namespace vedette::model
