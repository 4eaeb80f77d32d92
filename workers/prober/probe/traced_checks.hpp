#pragma once

#include <atomic>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "model/target.hpp"
#include "prober/probe/answer_parser.hpp"
#include "prober/probe/probe_plan.hpp"
#include "prober/probe/redact.hpp"
#include "prober/probe/trace.hpp"

namespace vedette::prober {

// What the assertions of assertions.hpp see, one by one: for traces, which also show those that
// are met. Each is judged by the very check that decides the probe. All pure.

[[nodiscard]] std::vector<TracedCheck> traced_status(const model::Expectation& expect, int status);

/// Shows no header that carries credentials.
[[nodiscard]] std::vector<TracedCheck> traced_headers(const ProbePlan& plan, const Head& head,
                                                      const Redactor& redactor);

/// Of the text and the JSON of a body; says only whether a pattern was found, never what. As slow
/// as the patterns: not on an engine's thread. Returns early once `abandoned`.
[[nodiscard]] std::vector<TracedCheck> traced_body(const ProbePlan& plan, std::string_view text,
                                                   const std::atomic<bool>& abandoned);

[[nodiscard]] std::vector<TracedCheck> traced_tls(const model::Expectation& expect, bool tls);

[[nodiscard]] std::vector<TracedCheck> traced_certificate(
    const model::Expectation& expect, const std::optional<model::TlsFacts>& facts, SystemTime now);

[[nodiscard]] std::vector<TracedCheck> traced_latency(const model::Expectation& expect,
                                                      const model::Durations& durations);

}  // namespace vedette::prober
