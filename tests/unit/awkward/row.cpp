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

Expected Expected::over_tls(SeenTls seen) const {
  Expected changed = *this;
  changed.tls = std::move(seen);
  return changed;
}

Expected Expected::at(std::string last) const {
  Expected changed = *this;
  changed.address = std::move(last);
  return changed;
}

Expected Expected::spending(Millis at_least, model::Phase in) const {
  Expected changed = *this;
  changed.least = {in, at_least};
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
  std::string base = server.empty() ? "nothing-listens" : server;
  if (!host.empty()) base = host;
  if (face) base = "https-" + std::string(name_of(*face));
  return when.empty() ? base : base + ", " + when;
}

std::vector<Row> all_rows() {
  std::vector<Row> all;
  for (const auto& rows : {address_rows(), tcp_rows(), head_rows(), body_rows(), content_rows(),
                           redirect_rows(), handshake_rows(), face_rows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

}  // namespace vedette::test
