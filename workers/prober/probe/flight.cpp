#include "prober/probe/flight.hpp"

#include "base/utf8.hpp"

namespace vedette::prober {
namespace {

constexpr size_t kMaxMessageBytes = 512;

}  // namespace

Failure Flight::timed_out() const {
  const std::string_view phase = to_text(watch.open());
  return {model::Reason::Timeout, "the timeout passed in phase " + std::string(phase)};
}

model::ProbeFacts Flight::land(std::optional<Failure> failure) {
  facts.durations = watch.read(std::chrono::steady_clock::now());
  facts.reason = failure ? failure->reason : model::Reason::Ok;
  facts.outcome = outcome_of(facts.reason);
  if (failure) {
    facts.phase = failure->phase.value_or(watch.open());
    facts.message = clean_utf8(failure->message, kMaxMessageBytes);
  }
  return std::move(facts);
}

}  // namespace vedette::prober
