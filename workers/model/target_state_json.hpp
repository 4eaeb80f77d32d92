#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/target_state.hpp"

namespace vedette::model {

/// The key of a state: "<id>/<location>".
[[nodiscard]] std::string state_key(const TargetState& state);

/// The value: one JSON object; what does not apply is absent, and what the key says is not
/// repeated. `specHash` is 16 hexadecimal digits, because JSON's numbers end at 53 bits for many
/// readers.
[[nodiscard]] std::string to_json(const TargetState& state);

/// Reads a state from key and value. Unknown fields are ignored, unknown reasons become Other.
/// Invalid, naming the field, when the key is no state's, a field is of the wrong type or range, or
/// one of these is missing: verdict, epoch, lastSlot, specHash.
[[nodiscard]] Result<TargetState> target_state_from(std::string_view key, std::string_view json);

}  // namespace vedette::model
