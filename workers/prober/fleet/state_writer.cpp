#include "prober/fleet/state_writer.hpp"

#include <string>

#include "kafka/topics.hpp"
#include "model/shard_heartbeat_json.hpp"
#include "model/target_state_json.hpp"

namespace vedette::prober {
namespace {

/// Marks the tickets of heartbeats, which name the shard; the table counts its own from 1.
constexpr std::uint64_t kHeartbeat = std::uint64_t{1} << 63U;

}  // namespace

void StateWriter::pump(const std::vector<int>& writable, SystemTime now) {
  const StateMailbox::Mail mail = mailbox_.take();
  for (const auto& [id, change] : mail.changes) table_.changed(change.shard, change.state);
  for (const auto& report : mail.reports) {
    if ((report.ticket & kHeartbeat) != 0) {
      heartbeats_.erase(static_cast<int>(report.ticket & ~kHeartbeat));
      continue;
    }
    (report.stored ? metrics_.states_written : metrics_.states_failed).Increment();
    table_.reported(report.ticket, report.stored, now);
  }
  for (const int shard : writable) {
    const std::size_t under_way = table_.under_way();
    if (under_way >= kMostUnderWay) return;
    for (const StateWrite& write : table_.take_writes(shard, kMostUnderWay - under_way)) {
      const auto produced = producer_.produce({std::string(kafka::kStatesTopic),
                                               state_key(*write.state),
                                               to_json(*write.state),
                                               {},
                                               write.ticket,
                                               shard});
      if (produced != kafka::Produced::Queued) mailbox_.reported({write.ticket, false});
    }
  }
}

void StateWriter::send(int shard, const model::ShardHeartbeat& heartbeat) {
  heartbeats_.insert(shard);
  const std::uint64_t ticket = kHeartbeat | static_cast<std::uint64_t>(shard);
  const auto produced = producer_.produce({std::string(kafka::kStatesTopic),
                                           model::heartbeat_key(heartbeat.location),
                                           to_json(heartbeat),
                                           {},
                                           ticket,
                                           shard});
  if (produced != kafka::Produced::Queued) mailbox_.reported({ticket, false});
}

}  // namespace vedette::prober
