#pragma once

#include <array>
#include <compare>
#include <string_view>

#include "operator/kube/object.hpp"

namespace vedette::op {

/// What kind of object an informer watches.
enum class Watched { Target, UserSecret, UserConfigMap, OutputConfigMap, OutputSecret };

inline constexpr std::array kWatched{Watched::Target, Watched::UserSecret, Watched::UserConfigMap,
                                     Watched::OutputConfigMap, Watched::OutputSecret};

/// "target", "secret", "configmap", "output_configmap", "output_secret".
[[nodiscard]] std::string_view to_text(Watched kind);

/// Something was added, changed or deleted; what it is now stands in the informer's cache.
struct Change {
  Watched kind = Watched::Target;
  ObjectKey key;

  auto operator<=>(const Change&) const = default;
};

}  // namespace vedette::op
