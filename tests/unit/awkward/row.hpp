#pragma once

#include <openssl/x509_vfy.h>

#include <chrono>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "model/target.hpp"
#include "support/site/tls_faces.hpp"

namespace vedette::test {

class AwkwardPlace;

/// What must be known of the certificate that a probe saw.
struct SeenCertificate {
  std::chrono::hours leaf_ends = kLeafEnds;      ///< after it was made
  std::chrono::hours earliest_ends = kLeafEnds;  ///< of what was verified, else of what was sent
  std::string issuer = "CN=Vedette site authority";
  int verify_error = X509_V_OK;
};

/// What must be known of a handshake.
struct SeenTls {
  std::string version = "1.3";  ///< empty = it did not get that far
  std::optional<SeenCertificate> certificate = SeenCertificate{};
};

/// What a probe of an awkward server must end as. Every field is asserted; what is absent must be
/// absent.
struct Expected {
  model::Outcome outcome = model::Outcome::Unknown;
  model::Reason reason = model::Reason::Other;
  std::optional<model::Phase> phase;
  std::optional<int> status;
  /// Where the kernel decides which phase an RST meets.
  std::vector<model::Phase> or_phases;
  bool truncated = false;  ///< bodyTruncated
  int redirects = 0;       ///< followed
  std::optional<SeenTls> tls;
  /// The address that was tried last, where no redirect led elsewhere; empty = none.
  std::string address = "127.0.0.1";
  /// The phase that costs at least so much.
  std::pair<model::Phase, Millis> least{model::Phase::Dns, Millis(0)};

  [[nodiscard]] Expected with_phase_or(model::Phase phase) const;
  [[nodiscard]] Expected cut() const;                 ///< bodyTruncated
  [[nodiscard]] Expected after(int redirects) const;  ///< so many were followed
  [[nodiscard]] Expected over_tls(SeenTls tls) const;
  [[nodiscard]] Expected at(std::string address) const;
  [[nodiscard]] Expected spending(Millis at_least, model::Phase in) const;
};

[[nodiscard]] Expected up(int status);
[[nodiscard]] Expected down(model::Reason reason, model::Phase phase,
                            std::optional<int> status = std::nullopt);

/// One awkward server, the target that meets it, and what must come of it.
struct Row {
  std::string server;  ///< the name of an AwkwardScript; empty = nothing listens, or a face
  std::string when;    ///< what is special about the target, for people; may be empty
  Expected expected;
  std::function<void(model::Target&)> adjust = [](model::Target&) {};
  Millis timeout{10'000};
  std::string host = {};             ///< a name of AwkwardPlace's nameserver, for the server
  std::optional<TlsFace> face = {};  ///< of the site, instead of a server
  /// What the target shows and trusts, from the site's files.
  std::function<void(model::Target&, const AwkwardPlace&)> papers = [](model::Target&,
                                                                       const AwkwardPlace&) {};

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
[[nodiscard]] std::vector<Row> face_rows();
[[nodiscard]] std::vector<Row> handshake_rows();
[[nodiscard]] std::vector<Row> address_rows();

/// The whole table.
[[nodiscard]] std::vector<Row> all_rows();

}  // namespace vedette::test
