#include "prober/fleet/state_mailbox.hpp"

#include <utility>

namespace vedette::prober {

void StateMailbox::changed(int shard, const model::TargetState& state) {
  const std::lock_guard lock(mutex_);
  mail_.changes[state.id] = {shard, state};
}

void StateMailbox::reported(Report report) {
  const std::lock_guard lock(mutex_);
  mail_.reports.push_back(report);
}

StateMailbox::Mail StateMailbox::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(mail_, {});
}

}  // namespace vedette::prober
