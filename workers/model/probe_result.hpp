#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "model/names.hpp"
#include "model/target_id.hpp"

namespace vedette::model {

/// How long each part of a probe took, disjoint, summed over redirects, in microseconds.
struct Durations {
  Micros dns{0};
  Micros connect{0};
  Micros tls{0};
  Micros request{0};
  Micros processing{0};
  Micros transfer{0};
  Micros total{0};  ///< the sum of the others

  bool operator==(const Durations&) const = default;
};

/// The certificate of the final hop, recorded even when its verification failed.
struct TlsFacts {
  std::string version;  ///< "1.2", "1.3"; empty when the handshake did not get that far
  std::string cipher;
  std::optional<SystemTime> not_before;
  std::optional<SystemTime> not_after;           ///< the final hop's leaf
  std::optional<SystemTime> earliest_not_after;  ///< least over every hop's chain
  std::string issuer;
  std::string sha256;                       ///< of the leaf's DER, 64 lower-case hex digits
  std::optional<std::string> verify_error;  ///< absent = verified

  bool operator==(const TlsFacts&) const = default;
};

/// What a single probe found: everything but who probed and what it means for the verdict.
struct ProbeFacts {
  Outcome outcome = Outcome::Unknown;
  Reason reason = Reason::Other;
  std::optional<Phase> phase;  ///< absent when up
  std::string message;         ///< one sentence for people; empty when up
  std::optional<int> status_code;
  std::optional<bool> body_matched;  ///< absent without body assertions
  std::int64_t bytes = 0;            ///< decoded body bytes
  std::int64_t wire_bytes = 0;       ///< received, heads included, without TLS framing
  bool body_truncated = false;
  std::string http_version;  ///< "1.0", "1.1"; empty without an answer
  std::string address;       ///< "192.0.2.7:443", "[::1]:443"; empty when none was tried
  int redirects = 0;
  Durations durations;
  std::optional<TlsFacts> tls;

  bool operator==(const ProbeFacts&) const = default;
};

/// Of which target a result speaks; enough for the writer to keep its target table.
struct ResultTarget {
  TargetId id;
  std::string source;
  std::string ns;
  std::string name;
  std::string url;
  Millis interval{0};
  std::optional<std::int64_t> generation;
  std::vector<std::pair<std::string, std::string>> labels;

  bool operator==(const ResultTarget&) const = default;
};

/// One message of vedette.results (docs/architecture.md §7). Identified by (target id, location,
/// scheduled_at): two probers that do the same slot make the same identity.
struct ProbeResult {
  ResultTarget target;
  std::string location;
  std::string prober;
  std::int64_t epoch = 0;  ///< the owner's, Unix ms
  SystemTime scheduled_at;
  SystemTime started_at;
  SystemTime produced_at;
  bool first_run = false;
  bool stalled = false;
  ProbeFacts facts;
  Verdict verdict = Verdict::Unknown;           ///< after this result
  Verdict previous_verdict = Verdict::Unknown;  ///< before it
  std::optional<SystemTime> verdict_since;      ///< absent while nothing was ever decided

  bool operator==(const ProbeResult&) const = default;
};

}  // namespace vedette::model
