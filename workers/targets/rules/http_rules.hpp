#pragma once

#include "model/target.hpp"
#include "targets/document/field.hpp"

namespace vedette::targets {

/// `spec.http`; absent means all defaults.
[[nodiscard]] model::HttpSpec read_http(const Field& http);

}  // namespace vedette::targets
