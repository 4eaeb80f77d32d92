#pragma once

#include <string>

#include "prober/probe_now/probe_desk.hpp"
#include "runtime/post_server.hpp"
#include "targets/target_set.hpp"

namespace vedette::prober {

/// Answers POST /probe: either `?target=NAMESPACE/NAME`, one of `known`, or a body of one Target
/// that refers to no secret. Targets whose method changes things are not probed on request.
/// 200 whatever the probe found; 400 what was asked is wrong, 404 no such target, 409 it is not to
/// be probed so, 503 too many at one time, 504 no end in time. `source` is part of the id of a
/// target in the body.
[[nodiscard]] runtime::Answer answer_probe(const runtime::Posted& posted,
                                           const targets::TargetSet& known,
                                           const std::string& source, ProbeDesk& desk);

}  // namespace vedette::prober
