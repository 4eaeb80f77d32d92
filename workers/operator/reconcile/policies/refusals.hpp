#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "operator/reconcile/policies/review.hpp"

namespace vedette::op {

/// Gathers what a policy finds wrong: the first reason counts, the first few messages are shown and
/// the others counted.
class Refusals {
 public:
  void add(Reason reason, const std::string& message);

  /// Nothing when nothing was added.
  [[nodiscard]] std::optional<Refusal> take() &&;

 private:
  std::optional<Refusal> first_;
  std::size_t count_ = 0;
};

}  // namespace vedette::op
