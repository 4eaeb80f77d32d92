#include "prober/engine/last_results.hpp"

#include <utility>

namespace vedette::prober {

namespace {

std::int8_t http_version_of(const model::ProbeFacts& facts) {
  if (facts.http_version.empty()) return 0;
  return facts.http_version == "1.0" ? 10 : 11;
}

/// Of "192.0.2.7:443" or "[::1]:443".
std::int8_t ip_version_of(const model::ProbeFacts& facts) {
  if (facts.address.empty()) return 0;
  return facts.address.front() == '[' ? 6 : 4;
}

std::optional<model::TlsVersion> tls_version_of(const std::optional<model::TlsFacts>& tls) {
  if (!tls) return std::nullopt;
  if (tls->version == "1.3") return model::TlsVersion::V1_3;
  if (tls->version == "1.2") return model::TlsVersion::V1_2;
  if (tls->version == "1.1") return model::TlsVersion::V1_1;
  if (tls->version == "1.0") return model::TlsVersion::V1_0;
  return std::nullopt;
}

}  // namespace

LastResult last_result_of(const model::ProbeResult& result) {
  const model::ProbeFacts& facts = result.facts;
  return {.scheduled_at = result.scheduled_at,
          .started_at = result.started_at,
          .epoch = result.epoch,
          .stalled = result.stalled,
          .outcome = facts.outcome,
          .reason = facts.reason,
          .phase = facts.phase,
          .message = facts.message,
          .status_code = facts.status_code,
          .durations = facts.durations,
          .bytes = facts.bytes,
          .certificate_not_after = facts.tls ? facts.tls->not_after : std::nullopt,
          .earliest_not_after = facts.tls ? facts.tls->earliest_not_after : std::nullopt,
          .redirects = static_cast<std::int16_t>(facts.redirects),
          .http_version = http_version_of(facts),
          .ip_version = ip_version_of(facts),
          .over_tls = facts.tls.has_value() && facts.status_code.has_value(),
          .tls_version = tls_version_of(facts.tls),
          .verdict = result.verdict,
          .verdict_since = result.verdict_since};
}

void LastResults::add(const model::TargetId& id) {
  Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  part.records.try_emplace(id);
}

void LastResults::put(const model::TargetId& id, LastResult result) {
  Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  TargetRecord& record = part.records[id];
  ++record.results.at(static_cast<std::size_t>(result.outcome));
  record.last = std::move(result);
}

void LastResults::remove(const model::TargetId& id) {
  Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  part.records.erase(id);
}

std::optional<TargetRecord> LastResults::record(const model::TargetId& id) const {
  const Part& part = part_of(id);
  const std::lock_guard lock(part.mutex);
  const auto place = part.records.find(id);
  if (place == part.records.end()) return std::nullopt;
  return place->second;
}

std::optional<LastResult> LastResults::find(const model::TargetId& id) const {
  auto found = record(id);
  return found ? std::move(found->last) : std::nullopt;
}

std::size_t LastResults::size() const {
  std::size_t size = 0;
  for (const Part& part : parts_) {
    const std::lock_guard lock(part.mutex);
    size += part.records.size();
  }
  return size;
}

std::map<model::Verdict, std::size_t> LastResults::verdicts() const {
  std::map<model::Verdict, std::size_t> counts;
  for (const Part& part : parts_) {
    const std::lock_guard lock(part.mutex);
    for (const auto& [id, record] : part.records) {
      if (record.last) ++counts[record.last->verdict];
    }
  }
  return counts;
}

}  // namespace vedette::prober
