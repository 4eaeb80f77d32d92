#include "model/names.hpp"

#include <array>
#include <utility>

#include "base/require.hpp"

namespace vedette::model {
namespace {

template <typename E, size_t N>
using Table = std::array<std::pair<E, std::string_view>, N>;

template <typename E, size_t N>
std::string_view text_of(const Table<E, N>& table, E value) {
  for (const auto& [known, text] : table) {
    if (known == value) return text;
  }
  require(false, "an enumerator without a name");
  return {};
}

template <typename E, size_t N>
std::optional<E> value_of(const Table<E, N>& table, std::string_view text) {
  for (const auto& [value, known] : table) {
    if (known == text) return value;
  }
  return std::nullopt;
}

constexpr Table<Outcome, 3> kOutcomes{
    {{Outcome::Unknown, "unknown"}, {Outcome::Up, "up"}, {Outcome::Down, "down"}}};

constexpr Table<Verdict, 3> kVerdicts{
    {{Verdict::Unknown, "unknown"}, {Verdict::Up, "up"}, {Verdict::Down, "down"}}};

constexpr Table<Phase, 6> kPhases{{{Phase::Dns, "dns"},
                                   {Phase::Connect, "connect"},
                                   {Phase::Tls, "tls"},
                                   {Phase::Request, "request"},
                                   {Phase::Processing, "processing"},
                                   {Phase::Transfer, "transfer"}}};

constexpr Table<Reason, 35> kReasons{
    {{Reason::Other, "other"},
     {Reason::Ok, "ok"},
     {Reason::ProberStalled, "prober_stalled"},
     {Reason::ProberResources, "prober_resources"},
     {Reason::ProberOffline, "prober_offline"},
     {Reason::ConfigError, "config_error"},
     {Reason::DnsNotFound, "dns_not_found"},
     {Reason::DnsTimeout, "dns_timeout"},
     {Reason::DnsError, "dns_error"},
     {Reason::ConnectionRefused, "connection_refused"},
     {Reason::ConnectionReset, "connection_reset"},
     {Reason::ConnectionClosed, "connection_closed"},
     {Reason::NetworkUnreachable, "network_unreachable"},
     {Reason::Timeout, "timeout"},
     {Reason::TlsHandshake, "tls_handshake"},
     {Reason::CertificateExpired, "certificate_expired"},
     {Reason::CertificateNotYetValid, "certificate_not_yet_valid"},
     {Reason::CertificateUntrusted, "certificate_untrusted"},
     {Reason::CertificateNameMismatch, "certificate_name_mismatch"},
     {Reason::ProtocolError, "protocol_error"},
     {Reason::HeaderTooLarge, "header_too_large"},
     {Reason::BodyTruncated, "body_truncated"},
     {Reason::BodyTooLarge, "body_too_large"},
     {Reason::DecodeError, "decode_error"},
     {Reason::RedirectLimit, "redirect_limit"},
     {Reason::RedirectInvalid, "redirect_invalid"},
     {Reason::ProxyError, "proxy_error"},
     {Reason::StatusMismatch, "status_mismatch"},
     {Reason::HeaderMismatch, "header_mismatch"},
     {Reason::BodyMismatch, "body_mismatch"},
     {Reason::JsonMismatch, "json_mismatch"},
     {Reason::LatencyExceeded, "latency_exceeded"},
     {Reason::CertificateExpiring, "certificate_expiring"},
     {Reason::TlsPolicy, "tls_policy"},
     {Reason::BlockedByPolicy, "blocked_by_policy"}}};

}  // namespace

std::string_view to_text(Outcome value) { return text_of(kOutcomes, value); }
std::string_view to_text(Verdict value) { return text_of(kVerdicts, value); }
std::string_view to_text(Phase value) { return text_of(kPhases, value); }
std::string_view to_text(Reason value) { return text_of(kReasons, value); }

std::vector<Reason> all_reasons() {
  std::vector<Reason> reasons;
  for (const auto& [value, text] : kReasons) reasons.push_back(value);
  return reasons;
}

std::optional<Outcome> outcome_from(std::string_view text) { return value_of(kOutcomes, text); }
std::optional<Verdict> verdict_from(std::string_view text) { return value_of(kVerdicts, text); }
std::optional<Phase> phase_from(std::string_view text) { return value_of(kPhases, text); }
Reason reason_from(std::string_view text) {
  return value_of(kReasons, text).value_or(Reason::Other);
}

}  // namespace vedette::model
