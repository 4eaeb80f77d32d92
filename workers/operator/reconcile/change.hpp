#pragma once

#include <compare>

#include "operator/kube/object.hpp"

namespace vedette::op {

/// What kind of object an informer told of.
enum class Watched { Target, UserSecret, UserConfigMap, OutputConfigMap, OutputSecret };

/// Something was added, changed or deleted; what it is now stands in the informer's cache.
struct Change {
  Watched kind = Watched::Target;
  ObjectKey key;

  auto operator<=>(const Change&) const = default;
};

}  // namespace vedette::op
