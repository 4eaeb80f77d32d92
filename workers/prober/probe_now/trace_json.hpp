#pragma once

#include <string>

#include "prober/probe_now/probe_desk.hpp"

namespace vedette::prober {

/// What POST /probe answers: {"result": a message of vedette.results, "trace": …}. Pure.
[[nodiscard]] std::string probed_json(const ProbeDesk::Probed& probed);

/// {"error": message}.
[[nodiscard]] std::string error_json(const std::string& message);

}  // namespace vedette::prober
