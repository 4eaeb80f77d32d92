#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "model/target.hpp"

namespace vedette::test {

/// What a probe of an awkward server must end as. Every field is asserted; what is absent must be
/// absent.
struct Expected {
  model::Outcome outcome = model::Outcome::Unknown;
  model::Reason reason = model::Reason::Other;
  std::optional<model::Phase> phase;
  std::optional<int> status;
  /// Where the kernel decides which phase an RST meets.
  std::vector<model::Phase> or_phases;
  bool truncated = false;            ///< bodyTruncated
  int redirects = 0;                 ///< followed
  std::string tls_version;           ///< empty = no TLS facts at all
  bool certificate_verified = true;  ///< where there is TLS

  [[nodiscard]] Expected with_phase_or(model::Phase phase) const;
  [[nodiscard]] Expected cut() const;                 ///< bodyTruncated
  [[nodiscard]] Expected after(int redirects) const;  ///< so many were followed
  [[nodiscard]] Expected over_tls(std::string version, bool verified) const;
};

[[nodiscard]] Expected up(int status);
[[nodiscard]] Expected down(model::Reason reason, model::Phase phase,
                            std::optional<int> status = std::nullopt);

/// One awkward server, the target that meets it, and what must come of it.
struct Row {
  std::string server;  ///< the name of an AwkwardScript; empty = nothing listens
  std::string when;    ///< what is special about the target, for people; may be empty
  Expected expected;
  std::function<void(model::Target&)> adjust = [](model::Target&) {};
  Millis timeout{10'000};

  /// Unique.
  [[nodiscard]] std::string name() const;
  friend std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.name(); }
};

/// Long enough for what comes before the silence, short enough for a table.
inline constexpr Millis kShort{300};

[[nodiscard]] std::vector<Row> tcp_rows();
[[nodiscard]] std::vector<Row> head_rows();
[[nodiscard]] std::vector<Row> body_rows();
[[nodiscard]] std::vector<Row> content_rows();
[[nodiscard]] std::vector<Row> redirect_rows();

/// The whole table.
[[nodiscard]] std::vector<Row> all_rows();

}  // namespace vedette::test
