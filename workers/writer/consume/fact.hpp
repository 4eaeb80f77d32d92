#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

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

/// The primary key of probe_result, in its order.
struct RowKey {
  std::int32_t target_id = 0;
  std::int16_t location_id = 0;
  SystemTime scheduled_at;

  auto operator<=>(const RowKey&) const = default;
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

  [[nodiscard]] RowKey key() const { return {target_id, location_id, scheduled_at}; }
};

/// Clamps what does not fit its column. `result` must outlive the Fact.
[[nodiscard]] Fact make_fact(const model::ProbeResult& result, const RowIds& ids,
                             std::uint32_t record);

}  // namespace vedette::writer
