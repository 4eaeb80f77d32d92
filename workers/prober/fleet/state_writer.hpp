#pragma once

#include <set>
#include <vector>

#include "kafka/producer.hpp"
#include "model/shard_heartbeat.hpp"
#include "prober/fleet/metrics.hpp"
#include "prober/fleet/state_mailbox.hpp"
#include "prober/fleet/state_table.hpp"

namespace vedette::prober {

/// Brings what engines changed into the table, and what of it is to be written into Kafka. A state
/// stays to be written until its delivery report. Not thread-safe; everything it is given must
/// outlive it.
class StateWriter {
 public:
  /// Most states under way at one time; the others wait in the table.
  static constexpr std::size_t kMostUnderWay = 10'000;
  /// How long a revoke may wait for the reports of what is under way.
  static constexpr Millis kFlushWithin{2'000};

  StateWriter(kafka::Producer& producer, StateMailbox& mailbox, StateTable& table,
              FleetMetrics& metrics)
      : producer_(producer), mailbox_(mailbox), table_(table), metrics_(metrics) {}

  /// Takes in changes and reports, and sends what is to be written of these shards.
  void pump(const std::vector<int>& writable, SystemTime now);

  /// Sends a heartbeat.
  void send(int shard, const model::ShardHeartbeat& heartbeat);
  /// Whether a heartbeat of the shard waits for its report. The next should wait for it: they must
  /// not pile up while the brokers are away.
  [[nodiscard]] bool heartbeat_under_way(int shard) const { return heartbeats_.contains(shard); }

  /// Waits for what is under way, at most kFlushWithin; false when some of it was not acknowledged.
  [[nodiscard]] bool flush() { return producer_.flush(kFlushWithin).has_value(); }
  /// Gives up what is under way; it stays to be written.
  void purge() { producer_.purge(); }

 private:
  kafka::Producer& producer_;
  StateMailbox& mailbox_;
  StateTable& table_;
  FleetMetrics& metrics_;
  std::set<int> heartbeats_;  // of which shards one is under way
};

}  // namespace vedette::prober
