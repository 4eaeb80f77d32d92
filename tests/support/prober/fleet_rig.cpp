#include "support/prober/fleet_rig.hpp"

#include <algorithm>
#include <csignal>
#include <map>

#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "model/slots.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

constexpr double kShards = 64;
constexpr Millis kFleetPatience{90'000};

double shards(ProberProcess& prober, const std::string& state) {
  return prober.metric("vedette_prober_shards{state=\"" + state + "\"}");
}

}  // namespace

void FleetRig::put_targets(const std::string& prefix, int count, const std::string& spec) {
  for (int i = 0; i < count; ++i) rig.put(prefix + std::to_string(i), "/ok", spec);
  targets_ += static_cast<std::size_t>(count);
}

ProberProcess& FleetRig::start_prober(const std::vector<std::string>& more_arguments) {
  auto arguments = rig.arguments();
  arguments.insert(arguments.end(), {"--sharding", "kafka", "--prober-name",
                                     "prober-" + std::to_string(probers.size())});
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  probers.push_back(std::make_unique<ProberProcess>(std::move(arguments), rig.new_log()));
  return *probers.back();
}

void FleetRig::stop(ProberProcess& prober) {
  prober.child().signal(SIGTERM);
  const auto status = prober.child().wait_for(Millis(30'000));
  BOOST_REQUIRE_MESSAGE(status, "a prober did not end within 30 s of SIGTERM");
  BOOST_TEST((*status == ExitStatus{0, {}}));
}

void FleetRig::stop_all() {
  for (const auto& prober : probers) {
    if (prober->child().running()) prober->child().signal(SIGTERM);
  }
  for (const auto& prober : probers) {
    const auto status = prober->child().wait_for(Millis(30'000));
    BOOST_REQUIRE_MESSAGE(status, "a prober did not end within 30 s of SIGTERM");
    if (!status->signal) BOOST_TEST(status->code.value() == 0);
  }
}

void FleetRig::wait_until_shared() {
  wait_until("all shards are shared and restored", kFleetPatience, [&] {
    double assigned = 0;
    for (const auto& prober : probers) {
      if (!prober->child().running()) continue;
      const double own = shards(*prober, "assigned");
      if (own == 0 || shards(*prober, "restoring") > 0) return false;
      assigned += own;
    }
    return assigned == kShards;
  });
}

void FleetRig::wait_until_it_has_all(ProberProcess& prober) {
  wait_until("a prober has all shards", kFleetPatience, [&] {
    return shards(prober, "assigned") == kShards && shards(prober, "restoring") == 0;
  });
}

void FleetRig::wait_until_known() {
  wait_until("every target has a state", kFleetPatience,
             [&] { return rig.states().size() >= targets_; });
}

void FleetRig::wait_for_requests(int count) {
  const std::size_t wanted = rig.site.log().all().size() + static_cast<std::size_t>(count);
  BOOST_REQUIRE(rig.site.log().wait_for(wanted, kFleetPatience));
}

Rebalances rebalances_of(const ProberProcess& prober) {
  return {.assignments = prober.times_logged("Was assigned shards"),
          .revokes = prober.times_logged("Shards were revoked")};
}

SlotCheck check_slots(const std::vector<Stored>& results) {
  const model::ResultTarget& target = results.at(0).result.target;
  const model::SlotGrid grid =
      model::make_grid(target.id, results.at(0).result.location, target.interval);
  std::map<SystemTime, int> slots;
  for (const Stored& stored : results) {
    const SystemTime slot = stored.result.scheduled_at;
    BOOST_TEST((grid.at_or_before(slot) == slot));
    ++slots[slot];
  }
  SlotCheck check;
  check.first = slots.begin()->first;
  check.last = slots.rbegin()->first;
  for (SystemTime slot = check.first; slot < check.last; slot += target.interval) {
    if (!slots.contains(slot)) check.missing.push_back(slot);
  }
  for (const auto& [slot, count] : slots) {
    if (count > 1) check.twice.push_back(slot);
  }
  return check;
}

std::vector<SystemTime> check_nothing_was_lost(const std::string& prefix, int count,
                                               const std::vector<Stored>& all,
                                               const Period& period) {
  using model::Verdict;
  std::vector<SystemTime> twice;
  for (int i = 0; i < count; ++i) {
    const std::string name = prefix + std::to_string(i);
    const auto results = of(name, all);
    BOOST_REQUIRE_MESSAGE(!results.empty(), name << " has no result");
    const SlotCheck check = check_slots(results);
    for (const SystemTime missing : check.missing) {
      BOOST_ERROR(name << " lacks the slot " << to_rfc3339(missing));
    }
    BOOST_TEST((check.last + 2 * results[0].result.target.interval > period.until),
               name << " ended with " << to_rfc3339(check.last));
    twice.insert(twice.end(), check.twice.begin(), check.twice.end());
    // A target that is new while shards move may begin once more.
    const auto first = std::ranges::find_if(
        results, [&](const Stored& each) { return each.result.scheduled_at >= period.from; });
    for (auto each = first; each != results.end(); ++each) {
      BOOST_TEST((each->result.verdict == Verdict::Up),
                 name << " left up at " << to_rfc3339(each->result.scheduled_at));
      BOOST_TEST((each->result.verdict_since == first->result.verdict_since),
                 name << " began anew at " << to_rfc3339(each->result.scheduled_at) << ", since "
                      << to_rfc3339(each->result.verdict_since.value_or(SystemTime())) << " by "
                      << each->result.prober << " under " << each->result.epoch);
    }
  }
  std::ranges::sort(twice);
  return twice;
}

}  // namespace vedette::test
