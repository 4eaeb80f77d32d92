#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/target.hpp"

namespace vedette::targets {

/// Reads a text, YAML or JSON, that holds one `Target` manifest and refers to nothing: whoever
/// sends it must not learn what secrets hold. Invalid otherwise, with every fault in a line of its
/// own. `source` is part of its id.
[[nodiscard]] Result<std::shared_ptr<const model::Target>> read_one_target(
    std::string_view text, const std::string& source);

}  // namespace vedette::targets
