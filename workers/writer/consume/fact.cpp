#include "writer/consume/fact.hpp"

#include <algorithm>
#include <limits>

namespace vedette::writer {
namespace {

template <typename To>
To clamp_to(std::int64_t value) {
  return static_cast<To>(std::clamp<std::int64_t>(value, std::numeric_limits<To>::min(),
                                                  std::numeric_limits<To>::max()));
}

std::int32_t micros(Micros value) { return clamp_to<std::int32_t>(value.count()); }

/// "1.1" → 11, "2" → 20; nothing for anything else.
std::optional<std::int16_t> http_version_number(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || !digit(text[0])) return std::nullopt;
  const int major = text[0] - '0';
  if (text.size() == 1) return static_cast<std::int16_t>(major * 10);
  if (text.size() != 3 || text[1] != '.' || !digit(text[2])) return std::nullopt;
  return static_cast<std::int16_t>(major * 10 + (text[2] - '0'));
}

std::int16_t flags_of(const model::ProbeResult& result) {
  int flags = 0;
  if (result.first_run) flags |= RowFlag::FirstRun;
  if (result.stalled) flags |= RowFlag::Stalled;
  if (result.facts.body_truncated) flags |= RowFlag::BodyTruncated;
  if (result.facts.body_matched) {
    flags |= RowFlag::BodyAsserted;
    if (*result.facts.body_matched) flags |= RowFlag::BodyMatched;
  }
  return static_cast<std::int16_t>(flags);
}

}  // namespace

Fact make_fact(const model::ProbeResult& result, const RowIds& ids, std::uint32_t record) {
  const model::ProbeFacts& found = result.facts;
  const bool up = found.outcome == model::Outcome::Up;
  Fact fact;
  fact.scheduled_at = result.scheduled_at;
  fact.verdict_since = result.verdict_since;
  fact.epoch = result.epoch;
  fact.target_id = ids.target;
  fact.late_us = micros(result.started_at - result.scheduled_at);
  fact.dns_us = micros(found.durations.dns);
  fact.connect_us = micros(found.durations.connect);
  fact.tls_us = micros(found.durations.tls);
  fact.request_us = micros(found.durations.request);
  fact.processing_us = micros(found.durations.processing);
  fact.transfer_us = micros(found.durations.transfer);
  fact.total_us = micros(found.durations.total);
  fact.bytes = clamp_to<std::int32_t>(found.bytes);
  fact.prober_id = ids.prober;
  fact.address_id = ids.address;
  fact.certificate_id = ids.certificate;
  fact.location_id = ids.location;
  fact.outcome = static_cast<std::int16_t>(found.outcome);
  fact.reason_id = static_cast<std::int16_t>(found.reason);
  if (found.phase && !up) fact.phase = static_cast<std::int16_t>(*found.phase);
  if (found.status_code) fact.status_code = clamp_to<std::int16_t>(*found.status_code);
  fact.verdict = static_cast<std::int16_t>(result.verdict);
  fact.http_version = http_version_number(found.http_version);
  fact.redirects = clamp_to<std::int16_t>(found.redirects);
  fact.flags = flags_of(result);
  if (!up) fact.message = found.message;
  fact.record = record;
  return fact;
}

}  // namespace vedette::writer
