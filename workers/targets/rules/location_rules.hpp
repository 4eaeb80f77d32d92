#pragma once

#include "model/target.hpp"
#include "targets/document/field.hpp"

namespace vedette::targets {

/// `spec.locations` and `spec.quorum` into `target`.
void read_locations(const Field& locations, const Field& quorum, model::Target& target);

}  // namespace vedette::targets
