#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "model/probe_result.hpp"

namespace vedette::writer {

/// Numbers that stand for a result's names in its row.
struct RowIds {
  std::int32_t target = 0;
  std::int16_t location = 0;
  std::int32_t prober = 0;
  std::optional<std::int32_t> address;
  std::optional<std::int32_t> certificate;
};

/// Bits of probe_result.flags.
enum RowFlag : std::int16_t {
  FirstRun = 1,
  Stalled = 2,
  BodyTruncated = 4,
  BodyAsserted = 8,
  BodyMatched = 16,
};

/// One row of probe_result, every value within its column's range.
struct Fact {
  SystemTime scheduled_at;
  std::optional<SystemTime> verdict_since;
  std::int64_t epoch = 0;
  std::int32_t target_id = 0;
  std::int32_t late_us = 0;
  std::int32_t dns_us = 0;
  std::int32_t connect_us = 0;
  std::int32_t tls_us = 0;
  std::int32_t request_us = 0;
  std::int32_t processing_us = 0;
  std::int32_t transfer_us = 0;
  std::int32_t total_us = 0;
  std::int32_t bytes = 0;
  std::int32_t prober_id = 0;
  std::optional<std::int32_t> address_id;
  std::optional<std::int32_t> certificate_id;
  std::int16_t location_id = 0;
  std::int16_t outcome = 0;
  std::int16_t reason_id = 0;
  std::optional<std::int16_t> phase;
  std::optional<std::int16_t> status_code;
  std::int16_t verdict = 0;
  std::optional<std::int16_t> http_version;
  std::int16_t redirects = 0;
  std::int16_t flags = 0;
  /// Of the result it was made from, which must live as long; empty = NULL.
  std::string_view message;
  std::uint32_t record = 0;  ///< the batch's record it came in

  /// The primary key's order. Batches are sorted by it: the index is walked once (25 % less server
  /// time), and two writers take the same rows in the same order, so they cannot deadlock.
  [[nodiscard]] bool before(const Fact& other) const;
  [[nodiscard]] bool same_key(const Fact& other) const;
};

/// Clamps what does not fit its column. `result` must outlive the Fact.
[[nodiscard]] Fact make_fact(const model::ProbeResult& result, const RowIds& ids,
                             std::uint32_t record);

/// Columns of probe_result, in the order of fact_fields.
inline constexpr std::string_view kFactColumns =
    "scheduled_at,verdict_since,epoch,target_id,late_us,dns_us,connect_us,tls_us,request_us,"
    "processing_us,transfer_us,total_us,bytes,prober_id,address_id,certificate_id,location_id,"
    "outcome,reason_id,phase,status_code,verdict,http_version,redirects,flags,message";

/// The row's values, one for each of kFactColumns. Refers to `fact`, which must live as long.
[[nodiscard]] inline auto fact_fields(const Fact& fact) {
  return std::tie(fact.scheduled_at, fact.verdict_since, fact.epoch, fact.target_id, fact.late_us,
                  fact.dns_us, fact.connect_us, fact.tls_us, fact.request_us, fact.processing_us,
                  fact.transfer_us, fact.total_us, fact.bytes, fact.prober_id, fact.address_id,
                  fact.certificate_id, fact.location_id, fact.outcome, fact.reason_id, fact.phase,
                  fact.status_code, fact.verdict, fact.http_version, fact.redirects, fact.flags,
                  fact.message);
}

/// Appends one line of COPY's text format, without the newline (PostgreSQL manual, COPY).
void append_copy_line(std::string& out, const Fact& fact);

}  // namespace vedette::writer
