#include "operator/kube/candidacy.hpp"

#include <utility>

#include "base/time_text.hpp"

namespace vedette::op {

void Candidacy::seen(std::optional<Lease> lease, SteadyTime now) {
  const bool changed = !lease || !lease_ || lease->record != lease_->record;
  if (changed) changed_at_ = now;
  lease_ = std::move(lease);
}

std::optional<LeaseRecord> Candidacy::wish(SystemTime wall, SteadyTime now) const {
  const std::string time = to_rfc3339(wall);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(times_.duration).count();
  if (!lease_) return LeaseRecord{identity_, seconds, time, time, 0};
  const LeaseRecord& old = lease_->record;
  if (holds()) return LeaseRecord{identity_, seconds, old.acquired_at, time, old.transitions};
  const bool valid =
      !old.holder.empty() && now - changed_at_ < std::chrono::seconds(old.duration_s);
  if (valid) return std::nullopt;
  return LeaseRecord{identity_, seconds, time, time, old.transitions + 1};
}

void Candidacy::wrote(Lease lease, SteadyTime sent) {
  lease_ = std::move(lease);
  changed_at_ = sent;
  renewed_at_ = sent;
}

bool Candidacy::lost(SteadyTime now) const {
  if (!renewed_at_) return false;
  const bool taken = lease_ && !lease_->record.holder.empty() && !holds();
  return taken || now - *renewed_at_ >= times_.renew_deadline;
}

std::optional<LeaseRecord> Candidacy::resign(SystemTime wall) {
  renewed_at_.reset();
  if (!holds()) return std::nullopt;
  const std::string time = to_rfc3339(wall);
  return LeaseRecord{{}, 1, time, time, lease_->record.transitions};
}

}  // namespace vedette::op
