#pragma once

#include "model/probe_result.hpp"

namespace vedette::writer {

/// Makes every text of `result` one that PostgreSQL takes: valid UTF-8, without NUL, bounded (the
/// bounds are in docs/schema.md). A single bad byte would otherwise abort the COPY of a whole
/// batch (22021). Returns whether anything had to be changed.
[[nodiscard]] bool sanitise(model::ProbeResult& result);

}  // namespace vedette::writer
