#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "base/result.hpp"

namespace vedette::op {

/// Keys of a ConfigMap or Secret → their bytes, never base64.
using Contents = std::map<std::string, std::string>;

/// What a Secret holds under `key`; nothing when it has no such key. Invalid when the value is no
/// base64. No error tells a value.
[[nodiscard]] Result<std::optional<std::string>> secret_value(const boost::json::object& secret,
                                                              std::string_view key);

/// What a ConfigMap holds under `key`, in `data` or `binaryData`. Errors as above.
[[nodiscard]] Result<std::optional<std::string>> config_map_value(
    const boost::json::object& config_map, std::string_view key);

/// All that a Secret holds. Invalid when one value is no base64.
[[nodiscard]] Result<Contents> secret_contents(const boost::json::object& secret);

/// All that a ConfigMap holds, text and binary. Errors as above.
[[nodiscard]] Result<Contents> config_map_contents(const boost::json::object& config_map);

}  // namespace vedette::op
