#include "prober/fleet/metrics.hpp"

#include <string>

namespace vedette::prober {
namespace {

using prometheus::Registry;

prometheus::Counter& fleet_counter(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Gauge& shards_gauge(Registry& registry, const char* state) {
  return prometheus::BuildGauge()
      .Name("vedette_prober_shards")
      .Help("Shards of the last assignment, those that are probed, and those not restored yet.")
      .Register(registry)
      .Add({{"state", state}});
}

}  // namespace

FleetMetrics::FleetMetrics(Registry& registry)
    : assigned_shards(shards_gauge(registry, "assigned")),
      probed_shards(shards_gauge(registry, "probed")),
      restoring_shards(shards_gauge(registry, "restoring")),
      assignments(fleet_counter(registry, "vedette_prober_assignments_total",
                                "Assignments of shards received.")),
      restores(fleet_counter(registry, "vedette_prober_restores_total",
                             "Shards whose states were restored.")),
      late_restores(fleet_counter(registry, "vedette_prober_late_restores_total",
                                  "Restores that ended by their deadline, before all was read.")),
      states_written(fleet_counter(registry, "vedette_prober_states_written_total",
                                   "States of targets that Kafka acknowledged.")),
      states_failed(fleet_counter(registry, "vedette_prober_states_failed_total",
                                  "Writes of states that failed or were given up; each is made "
                                  "again by whoever owns the shard.")),
      state_purges(fleet_counter(registry, "vedette_prober_state_purges_total",
                                 "Times that queued states were given up at a revoke.")),
      state_repairs(fleet_counter(registry, "vedette_prober_state_repairs_total",
                                  "States written again because an older owner's had overwritten "
                                  "them.")),
      outranked(fleet_counter(registry, "vedette_prober_outranked_total",
                              "Messages read of a later owner of a shard that is ours.")),
      unreadable(fleet_counter(registry, "vedette_prober_unreadable_states_total",
                               "Messages of vedette.states that could not be read.")),
      unwritten(prometheus::BuildGauge()
                    .Name("vedette_prober_unwritten_states")
                    .Help("States of targets that are not acknowledged by Kafka yet.")
                    .Register(registry)
                    .Add({})) {}

}  // namespace vedette::prober
