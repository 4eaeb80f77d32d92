#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "support/prober/rig.hpp"

namespace vedette::test {

/// A rig whose targets several probers share, by --sharding=kafka. They all are at one location and
/// so in one group: of the rigs of one broker only one at a time has probers.
class FleetRig {
 public:
  explicit FleetRig(KafkaProcess& kafka = shared_broker()) : rig(kafka) {}

  /// Targets PREFIX0 …, all answered 200. `spec`: the rest of theirs.
  void put_targets(const std::string& prefix, int count, const std::string& spec);

  /// Starts one more prober, "prober-N" by the place where it stands in `probers`.
  ProberProcess& start_prober(const std::vector<std::string>& more_arguments = {});
  /// SIGTERM; fails the test when it does not exit with 0 in time.
  void stop(ProberProcess& prober);
  void stop_all();

  /// Waits until the probers that run have all 64 shards between them, none without any and none
  /// still restoring. REQUIRES: none is frozen.
  void wait_until_shared();
  /// Waits until a prober has all shards, restored.
  void wait_until_it_has_all(ProberProcess& prober);
  /// Waits until every target has a state: one that is new while shards move begins anew.
  void wait_until_known();
  /// Waits until the site got this many requests from now on.
  void wait_for_requests(int count);

  Rig rig;
  std::vector<std::unique_ptr<ProberProcess>> probers;

 private:
  std::size_t targets_ = 0;
};

/// What a prober has logged of its group by now.
struct Rebalances {
  std::size_t assignments = 0;
  std::size_t revokes = 0;
};
[[nodiscard]] Rebalances rebalances_of(const ProberProcess& prober);

/// What the results of one target say about its slots.
struct SlotCheck {
  std::vector<SystemTime> missing;  ///< between the first and the last
  std::vector<SystemTime> twice;    ///< those that have two results or more
  SystemTime first;
  SystemTime last;
};

/// Holds the results of a target, at least one and in any order, against its grid.
[[nodiscard]] SlotCheck check_slots(const std::vector<Stored>& results);

/// When a test began to disturb a fleet whose targets were all known, and to stop it.
struct Period {
  SystemTime from;
  SystemTime until;
};

/// Fails the test for every slot of the targets PREFIX0 … that is missing between its first and its
/// last, for a last one of more than two intervals before the period's end, and for a verdict that
/// left Up, or began anew, within the period. `all`: results of the whole rig. Returns the slots
/// with more than one result, of all these targets.
std::vector<SystemTime> check_nothing_was_lost(const std::string& prefix, int count,
                                               const std::vector<Stored>& all,
                                               const Period& period);

}  // namespace vedette::test
