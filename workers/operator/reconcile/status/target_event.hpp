#pragma once

#include <functional>
#include <string>

#include "operator/kube/object.hpp"

namespace vedette::op {

/// Something that happened to a target, for `kubectl describe`.
struct TargetEvent {
  enum class Type { Normal, Warning };
  Type type = Type::Normal;
  std::string reason;  ///< CamelCase
  std::string note;

  bool operator==(const TargetEvent&) const = default;
};

/// Takes an event; must not block.
using EventSink = std::function<void(const Object& target, const TargetEvent& event)>;

}  // namespace vedette::op
