#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/target.hpp"

namespace vedette::targets {

/// A target as it stands in the files now, secrets read.
struct LoadedTarget {
  /// Shared with the previous set when nothing about the target changed: equal pointers mean "same
  /// spec, same secrets", so a reload may skip it. Never null.
  std::shared_ptr<const model::Target> target;
  std::string file;  ///< path it was read from
  /// Why the target cannot be probed (a secret that was never seen); such a target stays scheduled
  /// and its probes are Unknown with config_error.
  std::optional<std::string> unusable;

  bool operator==(const LoadedTarget&) const = default;
};

/// One target file as it is in effect: what heartbeats report and the writer records.
struct LoadedFile {
  std::string source;
  std::string file;         ///< "targets-07" or, hand-written, the path
  std::int64_t epoch = 0;   ///< the header's; 0 in hand-written files
  std::string sha256;       ///< of the bytes in effect, 64 hex digits
  std::size_t targets = 0;  ///< accepted

  bool operator==(const LoadedFile&) const = default;
};

/// Something wrong with the files that hurt only itself: a target in quarantine, a file that kept
/// its last good content.
struct Fault {
  std::string file;
  int line = 0;           ///< 1-based, 0 = unknown (JSON)
  std::string target;     ///< "namespace/name" when known, else empty
  std::string field;      ///< "spec.expect.body.matches[0]", empty when the whole file is meant
  std::string message;    ///< one sentence
  std::string_view rule;  ///< id of the broken rule (targets/rules/rule.hpp), static text

  bool operator==(const Fault&) const = default;
};

/// How the loads went since the start; for metrics.
struct LoadCounts {
  std::uint64_t loads = 0;
  /// Loads begun again because the directory was swapped underneath them.
  std::uint64_t restarts = 0;
  Micros last_duration{0};
  std::size_t quarantined = 0;  ///< targets refused now, whether or not a last good spec stays
  std::size_t unusable = 0;     ///< targets that cannot be probed now
  std::size_t stale_files = 0;  ///< files whose last good content is in effect now
};

/// Everything that is to be probed, at one moment; immutable, swapped as a whole.
struct TargetSet {
  std::vector<LoadedTarget> targets;  ///< sorted by id, ids unique
  std::vector<LoadedFile> files;      ///< sorted by path
  std::vector<Fault> faults;
  LoadCounts counts;
};

/// True when both say the same, however often they were loaded.
[[nodiscard]] bool same_content(const TargetSet& a, const TargetSet& b);

/// "path:line: namespace/name: field: message", leaving out what is unknown.
[[nodiscard]] std::string to_text(const Fault& fault);

}  // namespace vedette::targets
