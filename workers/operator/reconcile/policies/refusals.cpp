#include "operator/reconcile/policies/refusals.hpp"

#include <utility>

#include <fmt/format.h>

namespace vedette::op {
namespace {

constexpr std::size_t kMostShown = 4;

}  // namespace

void Refusals::add(Reason reason, const std::string& message) {
  ++count_;
  if (!first_) {
    first_ = Refusal{reason, message};
  } else if (count_ <= kMostShown) {
    first_->message += "; " + message;
  }
}

std::optional<Refusal> Refusals::take() && {
  if (count_ > kMostShown) first_->message += fmt::format("; and {} more", count_ - kMostShown);
  return std::move(first_);
}

}  // namespace vedette::op
