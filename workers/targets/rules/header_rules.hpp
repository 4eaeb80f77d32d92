#pragma once

#include <vector>

#include "model/target.hpp"
#include "targets/document/field.hpp"

namespace vedette::targets {

/// `spec.http.headers`. Host is allowed, once: it asks one server of many for its name.
[[nodiscard]] std::vector<model::Header> read_headers(const Field& headers);

/// Refuses each header of that name, which `other` sets already.
void refuse_header(const Field& headers, std::string_view name, std::string_view other);

}  // namespace vedette::targets
