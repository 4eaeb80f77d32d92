#pragma once

#include "model/target.hpp"
#include "targets/document/field.hpp"

namespace vedette::targets {

/// `spec.tls`; absent means all defaults. Allowed beside an http URL, which may redirect to https.
[[nodiscard]] model::TlsSpec read_tls(const Field& tls);

}  // namespace vedette::targets
