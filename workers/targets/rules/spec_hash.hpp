#pragma once

#include <cstdint>

#include "model/target.hpp"

namespace vedette::targets {

/// Of what decides whether a site is up: url, http, ipFamily, tls and expect. Default values and
/// where secrets are kept do not count, so neither a default written out, nor a rotated secret, nor
/// a field of a later release that is not used changes it. Never zero. First eight bytes of a
/// SHA-256, big-endian; equal on all machines.
[[nodiscard]] std::uint64_t spec_hash(const model::Target& target);

}  // namespace vedette::targets
