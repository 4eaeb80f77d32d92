#pragma once

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "operator/api/object_data.hpp"

namespace vedette::op {

/// "vedette-targets-07".
[[nodiscard]] std::string targets_object_name(int file);
/// "vedette-secrets-07".
[[nodiscard]] std::string secrets_object_name(int file);

enum class Form {
  Text,    ///< in `data`; the bytes are UTF-8
  Binary,  ///< in `binaryData`
};

/// The ConfigMap of a target file, to be applied: `bytes` under `key`. An empty `ns` leaves the
/// namespace to whoever applies it.
[[nodiscard]] boost::json::object targets_object(const std::string& ns, int file,
                                                 const std::string& key, std::string_view bytes,
                                                 Form form);

/// The Secret of what the targets of a file refer to, to be applied. `ns` as above.
[[nodiscard]] boost::json::object secrets_object(const std::string& ns, int file,
                                                 const Contents& contents);

}  // namespace vedette::op
