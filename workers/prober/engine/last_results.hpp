#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "model/probe_result.hpp"
#include "model/target.hpp"

namespace vedette::prober {

/// What is kept of a target's last result, for /targets and /metrics/targets.
struct LastResult {
  SystemTime scheduled_at;
  SystemTime started_at;
  std::int64_t epoch = 0;
  bool stalled = false;
  model::Outcome outcome = model::Outcome::Unknown;
  model::Reason reason = model::Reason::Other;
  std::optional<model::Phase> phase;
  std::string message;
  std::optional<int> status_code;
  model::Durations durations;
  std::int64_t bytes = 0;
  std::optional<SystemTime> certificate_not_after;
  std::optional<SystemTime> earliest_not_after;
  std::int16_t redirects = 0;
  std::int8_t http_version = 0;  ///< 10, 11; 0 without an answer
  std::int8_t ip_version = 0;    ///< 4, 6; 0 when no address was tried
  bool over_tls = false;         ///< it was answered, and a hop came over TLS
  std::optional<model::TlsVersion> tls_version;
  model::Verdict verdict = model::Verdict::Unknown;
  std::optional<SystemTime> verdict_since;
};

[[nodiscard]] LastResult last_result_of(const model::ProbeResult& result);

/// A target since it came to this process. There are 100 000 of them in a large one: 280 bytes each
/// with its place in the map, and the text of the last failure.
struct TargetRecord {
  std::array<std::uint32_t, 3> results{};  ///< how many, by the number of their model::Outcome
  std::optional<LastResult> last;
};

/// The last result of each target that engines hold, and how many there were. Thread-safe: engines
/// write while pages read; cut into parts so that a reader of all never keeps an engine waiting for
/// more than a look-up.
class LastResults {
 public:
  /// A target came in, without a result yet. One that is there already keeps what it has.
  void add(const model::TargetId& id);
  /// Counts a result and keeps it as the last one.
  void put(const model::TargetId& id, LastResult result);
  void remove(const model::TargetId& id);
  [[nodiscard]] std::optional<TargetRecord> record(const model::TargetId& id) const;
  [[nodiscard]] std::optional<LastResult> find(const model::TargetId& id) const;
  /// How many targets there are, with and without a result.
  [[nodiscard]] std::size_t size() const;
  /// How many targets have which verdict; those without a result yet are left out.
  [[nodiscard]] std::map<model::Verdict, std::size_t> verdicts() const;

 private:
  struct Part {
    mutable std::mutex mutex;
    std::unordered_map<model::TargetId, TargetRecord> records;  // guarded by mutex
  };

  [[nodiscard]] Part& part_of(const model::TargetId& id) { return parts_[id.bytes[15] % kParts]; }
  [[nodiscard]] const Part& part_of(const model::TargetId& id) const {
    return parts_[id.bytes[15] % kParts];
  }

  static constexpr std::size_t kParts = 16;
  std::array<Part, kParts> parts_;
};

}  // namespace vedette::prober
