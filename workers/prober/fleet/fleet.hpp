#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kafka/consumer.hpp"
#include "kafka/producer.hpp"
#include "prober/engine/change_gate.hpp"
#include "prober/fleet/fleet_options.hpp"
#include "prober/fleet/heartbeats.hpp"
#include "prober/fleet/metrics.hpp"
#include "prober/fleet/ownership.hpp"
#include "prober/fleet/shard_probing.hpp"
#include "prober/fleet/shard_view.hpp"
#include "prober/fleet/silence.hpp"
#include "prober/fleet/state_mailbox.hpp"
#include "prober/fleet/state_table.hpp"
#include "prober/fleet/state_writer.hpp"
#include "prober/publish/slot_ledger.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

/// What the fleet works with. All of it must outlive it.
struct FleetNeighbours {
  const Clock& clock;
  ShardProbing& probing;
  const SlotLedger& ledger;
  ChangeGate& gate;
  runtime::Health& health;
  FleetMetrics& metrics;
  kafka::Producer& producer;  ///< of states; its reports go to `mailbox`
  StateMailbox& mailbox;
  ShardView& view;
  /// Whether what this process finds can be believed; asked at each turn, told in heartbeats.
  std::function<bool()> healthy;
};

/// How the fleet comes to vedette.states.
struct StatesTopic {
  /// The partitions of the topic; nothing until that is known. Asked until then.
  std::function<std::optional<int>()> partitions;
  std::function<Result<std::unique_ptr<kafka::Consumer>>(kafka::RebalanceHandler&)> open;
};

/// This process as one of the probers of its location: learns which shards are its own, restores
/// them, keeps their states and heartbeats in vedette.states, and repairs what others overwrite.
/// What it decides is in Ownership and StateTable; here they meet Kafka. Not thread-safe:
/// FleetThread runs it.
class Fleet final : private kafka::RebalanceHandler {
 public:
  Fleet(FleetOptions options, FleetNeighbours neighbours, StatesTopic topic);
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  /// One turn: polls for at most `wait`, brings into effect what came, writes what is due. False
  /// when there is no consumer to poll yet: then the caller waits.
  [[nodiscard]] bool step(Millis wait);

  /// Writes the last states and heartbeats and leaves the group, so that the others take over at
  /// once. To be called when no probe is in flight any more.
  void leave(Millis deadline);

 private:
  void on_assign(const std::vector<kafka::TopicPartition>& partitions) override;
  void on_revoke(const std::vector<kafka::TopicPartition>& partitions, bool lost) override;
  void on_end(const kafka::TopicPartition& partition) override;

  void assign(const std::set<int>& shards);
  void set_gate();
  void settle_ends();
  [[nodiscard]] bool farewell_is_awaited(int shard, SteadyTime now) const;
  void say_farewell(const std::vector<int>& shards);
  [[nodiscard]] bool open_topic(SteadyTime now);
  void poll(Millis wait);
  void take(const kafka::Record& record);
  void note_rank(int shard, std::int64_t epoch);
  void apply(const OwnershipChanges& changes);
  void finish_restore(int shard);
  void write(SteadyTime now);
  [[nodiscard]] bool write_last(SteadyTime now);
  /// Whether the shards may be another's without our knowing it yet.
  [[nodiscard]] bool in_doubt(SteadyTime now) const;
  void refresh_states();
  void show();

  const FleetOptions options_;
  FleetNeighbours out_;
  const StatesTopic topic_;
  Ownership ownership_;
  StateTable table_;
  Heartbeats heartbeats_{options_,
                         {out_.clock, out_.probing, out_.ledger, ownership_, out_.healthy}};
  StateWriter writer_{out_.producer, out_.mailbox, table_, out_.metrics};
  ShardSet probed_;
  std::vector<int> ended_;  // read to their end, and not settled yet
  bool cut_off_ = false;    // at the last revoke, from the brokers
  SteadyTime farewells_until_;
  std::unique_ptr<kafka::Consumer> consumer_;
  Silence silence_;
  SteadyTime next_open_;
  SteadyTime next_refresh_;
  bool assigned_ = false;                 // at least once
  std::optional<int> unknown_partition_;  // of the last assignment: the topic has grown
};

}  // namespace vedette::prober
