#pragma once

#include <string>
#include <vector>

#include "model/probe_result.hpp"

namespace vedette::prober {

enum class Colours { Off, On };

/// Results as an aligned table for people: target, outcome, status code, phases in milliseconds,
/// end of the certificate, reason and message; then a line that counts. Times are cut, not rounded.
/// Pure.
[[nodiscard]] std::string result_table(const std::vector<model::ProbeResult>& results,
                                       Colours colours);

}  // namespace vedette::prober
