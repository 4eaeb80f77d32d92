#pragma once

#include <optional>

#include "model/target.hpp"
#include "targets/document/field.hpp"

namespace vedette::targets {

/// What a `…From` field may refer to.
enum class ReferenceTo {
  Secret,             ///< secretKeyRef, file
  SecretOrConfigMap,  ///< configMapKeyRef too: what is no credential
};

/// `{secretKeyRef{name,key}}`, `{configMapKeyRef{name,key}}` or `{file}`. Nothing when absent or
/// refused.
[[nodiscard]] std::optional<model::Text> read_reference(const Field& from, ReferenceTo allowed);

}  // namespace vedette::targets
