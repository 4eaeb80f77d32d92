#pragma once

#include <string>
#include <string_view>
#include <tuple>

#include "writer/consume/fact.hpp"

namespace vedette::writer {

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
