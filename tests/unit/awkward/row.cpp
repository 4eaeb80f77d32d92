#include "unit/awkward/row.hpp"

#include <utility>

namespace vedette::test {

Expected Expected::with_phase_or(model::Phase other) const {
  Expected changed = *this;
  changed.or_phases.push_back(other);
  return changed;
}

Expected Expected::cut() const {
  Expected changed = *this;
  changed.truncated = true;
  return changed;
}

Expected Expected::after(int followed) const {
  Expected changed = *this;
  changed.redirects = followed;
  return changed;
}

Expected Expected::over_tls(std::string version, bool verified) const {
  Expected changed = *this;
  changed.tls_version = std::move(version);
  changed.certificate_verified = verified;
  return changed;
}

Expected up(int status) {
  Expected expected;
  expected.outcome = model::Outcome::Up;
  expected.reason = model::Reason::Ok;
  expected.status = status;
  return expected;
}

Expected down(model::Reason reason, model::Phase phase, std::optional<int> status) {
  Expected expected;
  expected.outcome = model::Outcome::Down;
  expected.reason = reason;
  expected.phase = phase;
  expected.status = status;
  return expected;
}

std::string Row::name() const {
  const std::string base = server.empty() ? "nothing-listens" : server;
  return when.empty() ? base : base + ", " + when;
}

std::vector<Row> all_rows() {
  std::vector<Row> all;
  for (const auto& rows : {tcp_rows(), head_rows(), body_rows(), content_rows(), redirect_rows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace vedette::test
