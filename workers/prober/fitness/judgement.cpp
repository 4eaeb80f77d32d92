#include "prober/fitness/judgement.hpp"

#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace vedette::prober {
namespace {

constexpr std::size_t kMessageBytes = 1024;

bool timed_out(model::Reason reason) {
  return reason == model::Reason::Timeout || reason == model::Reason::DnsTimeout;
}

model::ProbeFacts unknown(model::ProbeFacts facts, model::Reason reason, std::string_view why) {
  facts.message = clean_utf8(
      fmt::format("{}; it saw {}: {}", why, to_text(facts.reason), facts.message), kMessageBytes);
  facts.outcome = model::Outcome::Unknown;
  facts.reason = reason;
  return facts;
}

}  // namespace

model::ProbeFacts judge(model::ProbeFacts facts, const Circumstances& circumstances) {
  if (facts.outcome != model::Outcome::Down) return facts;
  const bool too_late = circumstances.cut_short && timed_out(facts.reason);
  if (!circumstances.stalled && !too_late) return facts;
  const std::string excuse =
      circumstances.stalled ? std::string("the prober was stalled during the probe")
                            : fmt::format("the probe began late and had only {} ms",
                                          std::chrono::floor<Millis>(circumstances.budget).count());
  return unknown(std::move(facts), model::Reason::ProberStalled, excuse);
}

model::ProbeFacts excused(model::ProbeFacts facts, const Failure& excuse) {
  return unknown(std::move(facts), excuse.reason, excuse.message);
}

}  // namespace vedette::prober
