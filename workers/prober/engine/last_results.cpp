#include "prober/engine/last_results.hpp"

#include <utility>

namespace vedette::prober {

LastResult last_result_of(const model::ProbeResult& result) {
  const model::ProbeFacts& facts = result.facts;
  return {.scheduled_at = result.scheduled_at,
          .started_at = result.started_at,
          .stalled = result.stalled,
          .outcome = facts.outcome,
          .reason = facts.reason,
          .phase = facts.phase,
          .message = facts.message,
          .status_code = facts.status_code,
          .total = facts.durations.total,
          .certificate_not_after = facts.tls ? facts.tls->not_after : std::nullopt,
          .verdict = result.verdict,
          .verdict_since = result.verdict_since};
}

void LastResults::put(const model::TargetId& id, LastResult result) {
  Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  part.results.insert_or_assign(id, std::move(result));
}

void LastResults::remove(const model::TargetId& id) {
  Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  part.results.erase(id);
}

std::optional<LastResult> LastResults::find(const model::TargetId& id) const {
  const Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  const auto place = part.results.find(id);
  if (place == part.results.end()) return std::nullopt;
  return place->second;
}

std::map<model::Verdict, std::size_t> LastResults::verdicts() const {
  std::map<model::Verdict, std::size_t> counts;
  for (const Part& part : parts_) {
    const std::lock_guard lock(part.mutex);
    for (const auto& [id, result] : part.results) ++counts[result.verdict];
  }
  return counts;
}

}  // namespace vedette::prober
