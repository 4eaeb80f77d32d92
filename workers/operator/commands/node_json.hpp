#pragma once

#include <boost/json/value.hpp>

#include "targets/document/node.hpp"

namespace vedette::op {

/// A document as JSON, keys in their order. REQUIRES: no number but 64-bit integers, nothing
/// broken, as in every manifest that obeys the rules.
[[nodiscard]] boost::json::value to_json(const targets::Node& node);

}  // namespace vedette::op
