#pragma once

#include <optional>
#include <string>

#include "model/target.hpp"
#include "prober/probe/failure.hpp"
#include "prober/probe/request_text.hpp"

namespace vedette::prober {

/// Where an answer sends the probe: the next hop, nothing when the answer is final, or
/// redirect_limit or redirect_invalid. 301, 302 and 303 turn every method but GET and HEAD into a
/// GET without a body, as Go's client does; 307 and 308 keep both. A 3xx without a Location is
/// final. A body from a secret follows to no other origin. Pure. `followed` = redirects so far.
[[nodiscard]] Checked<std::optional<Hop>> next_hop(const model::Target& target, const Hop& hop,
                                                   int status,
                                                   const std::optional<std::string>& location,
                                                   int followed);

}  // namespace vedette::prober
