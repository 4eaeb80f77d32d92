#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace vedette::model {

// Closed sets of words. Their text is the one on the wire and in SQL (lower case); the numbers are
// those of the lookup tables in sql/migrations and must never change.

/// What one probe says. Unknown = the prober could not say, e.g. because it was stalled itself.
enum class Outcome : std::int16_t { Unknown = 0, Up = 1, Down = 2 };

/// What several results in a row say, after thresholds.
enum class Verdict : std::int16_t { Unknown = 0, Up = 1, Down = 2 };

/// The part of a probe that was open; durations of phases are disjoint and add up to the total.
enum class Phase : std::int16_t {
  Dns = 1,
  Connect = 2,     ///< all attempts over all addresses
  Tls = 3,         ///< handshake and verification
  Request = 4,     ///< writing the request
  Processing = 5,  ///< from the request's end to the first byte of the final head
  Transfer = 6,    ///< from the first byte of the head to the end of the body
};

/// Why an outcome is what it is. Ok goes with Up; the prober_* and ConfigError with Unknown; all
/// others with Down. Other stands for a word that a reader does not know.
enum class Reason : std::int16_t {
  Other = 0,
  Ok = 1,
  ProberStalled = 2,
  ProberResources = 3,
  ProberOffline = 4,
  ConfigError = 5,
  DnsNotFound = 10,
  DnsTimeout = 11,
  DnsError = 12,
  ConnectionRefused = 13,
  ConnectionReset = 14,
  ConnectionClosed = 15,
  NetworkUnreachable = 16,
  Timeout = 17,
  TlsHandshake = 18,
  CertificateExpired = 19,
  CertificateNotYetValid = 20,
  CertificateUntrusted = 21,
  CertificateNameMismatch = 22,
  ProtocolError = 23,
  HeaderTooLarge = 24,
  BodyTruncated = 25,
  BodyTooLarge = 26,
  DecodeError = 27,
  RedirectLimit = 28,
  RedirectInvalid = 29,
  ProxyError = 30,
  StatusMismatch = 31,
  HeaderMismatch = 32,
  BodyMismatch = 33,
  JsonMismatch = 34,
  LatencyExceeded = 35,
  CertificateExpiring = 36,
  TlsPolicy = 37,
  BlockedByPolicy = 38,
};

[[nodiscard]] std::string_view to_text(Outcome value);
[[nodiscard]] std::string_view to_text(Verdict value);
[[nodiscard]] std::string_view to_text(Phase value);
[[nodiscard]] std::string_view to_text(Reason value);

/// Every reason, Other included, e.g. to give each a series at zero.
[[nodiscard]] std::vector<Reason> all_reasons();

[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view text);
[[nodiscard]] std::optional<Verdict> verdict_from(std::string_view text);
[[nodiscard]] std::optional<Phase> phase_from(std::string_view text);
/// An unknown word is Other: a reader meets words of later releases.
[[nodiscard]] Reason reason_from(std::string_view text);

}  // namespace vedette::model
