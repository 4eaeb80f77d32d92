#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "model/probe_result.hpp"

namespace vedette::prober {

/// What /targets shows of a target's last result.
struct LastResult {
  SystemTime scheduled_at;
  SystemTime started_at;
  bool stalled = false;
  model::Outcome outcome = model::Outcome::Unknown;
  model::Reason reason = model::Reason::Other;
  std::optional<model::Phase> phase;
  std::string message;
  std::optional<int> status_code;
  Micros total{0};
  std::optional<SystemTime> certificate_not_after;
  model::Verdict verdict = model::Verdict::Unknown;
  std::optional<SystemTime> verdict_since;
};

[[nodiscard]] LastResult last_result_of(const model::ProbeResult& result);

/// The last result of each target. Thread-safe: engines write while pages read; cut into parts so
/// that a reader of all never keeps an engine waiting for more than a look-up.
class LastResults {
 public:
  void put(const model::TargetId& id, LastResult result);
  void remove(const model::TargetId& id);
  [[nodiscard]] std::optional<LastResult> find(const model::TargetId& id) const;
  /// How many targets have which verdict; those without a result yet are left out.
  [[nodiscard]] std::map<model::Verdict, std::size_t> verdicts() const;

 private:
  struct Part {
    mutable std::mutex mutex;
    std::unordered_map<model::TargetId, LastResult> results;  // guarded by mutex
  };

  [[nodiscard]] Part& part_of(const model::TargetId& id) { return parts_[id.bytes[15] % kParts]; }
  [[nodiscard]] const Part& part_of(const model::TargetId& id) const {
    return parts_[id.bytes[15] % kParts];
  }

  static constexpr std::size_t kParts = 16;
  std::array<Part, kParts> parts_;
};

}  // namespace vedette::prober
