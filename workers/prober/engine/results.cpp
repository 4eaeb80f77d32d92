#include "prober/engine/results.hpp"

#include <utility>

#include "base/utf8.hpp"

namespace vedette::prober {
namespace {

model::ResultTarget result_target(const model::Target& target) {
  return {.id = target.id,
          .source = target.source,
          .ns = target.ns,
          .name = target.name,
          .url = target.url,
          .interval = target.interval,
          .generation = target.generation,
          .labels = target.labels};
}

}  // namespace

model::ProbeResult make_result(const Identity& identity, const model::Target& target,
                               const Run& run, model::ProbeFacts facts, VerdictState& state) {
  const model::Verdict previous = state.verdict;
  state = after(state,
                {.slot = run.scheduled_at,
                 .started_at = run.started_at,
                 .outcome = facts.outcome,
                 .spec_hash = target.spec_hash},
                {.failure = target.failure_threshold, .success = target.success_threshold});
  model::ProbeResult result;
  result.target = result_target(target);
  result.location = identity.location;
  result.prober = identity.prober;
  result.epoch = run.epoch;
  result.scheduled_at = run.scheduled_at;
  result.started_at = run.started_at;
  result.produced_at = run.produced_at;
  result.first_run = run.first_run;
  result.stalled = run.stalled;
  result.facts = std::move(facts);
  result.verdict = state.verdict;
  result.previous_verdict = previous;
  result.verdict_since = state.since;
  return result;
}

model::ProbeFacts unusable_facts(const std::string& why) {
  constexpr std::size_t kMessageBytes = 1024;
  model::ProbeFacts facts;
  facts.outcome = model::Outcome::Unknown;
  facts.reason = model::Reason::ConfigError;
  facts.message = clean_utf8(why, kMessageBytes);
  return facts;
}

}  // namespace vedette::prober
