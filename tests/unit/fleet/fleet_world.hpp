#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <prometheus/registry.h>

#include "model/shard_heartbeat_json.hpp"
#include "model/target_state_json.hpp"
#include "prober/fleet/fleet.hpp"
#include "support/hand_clock.hpp"

namespace vedette::prober::test {

using vedette::test::HandClock;

/// Keeps what is sent; reports are given by hand.
class KeptProducer final : public kafka::Producer {
 public:
  explicit KeptProducer(StateMailbox& mailbox) : mailbox_(mailbox) {}

  kafka::Produced produce(kafka::Message message) override {
    unreported.push_back(message.tag);
    sent.push_back(std::move(message));
    return kafka::Produced::Queued;
  }
  Result<void> flush(Millis /*deadline*/) override {
    ++flushes;
    if (!acknowledges) return fail(ErrorKind::TimedOut, "no broker");
    report_all(true);
    return {};
  }
  void purge() override {
    ++purges;
    report_all(false);
  }
  [[nodiscard]] kafka::ProducerStats stats() const override {
    kafka::ProducerStats stats;
    stats.connection.up = acknowledges;
    return stats;
  }

  void report_all(bool stored) {
    for (const std::uint64_t tag : std::exchange(unreported, {})) mailbox_.reported({tag, stored});
  }
  /// What was sent since the last call, states as "shard:key", heartbeats too.
  std::vector<std::string> take_keys() {
    std::vector<std::string> keys;
    for (const auto& message : std::exchange(sent, {})) {
      keys.push_back(std::to_string(message.partition.value_or(-1)) + ":" + message.key);
    }
    return keys;
  }

  std::vector<kafka::Message> sent;
  std::vector<std::uint64_t> unreported;
  int flushes = 0;
  int purges = 0;
  bool acknowledges = true;

 private:
  StateMailbox& mailbox_;
};

/// What one poll does: tells the handler things and returns records.
using PollStep = std::function<std::vector<kafka::Record>(kafka::RebalanceHandler&)>;

class ScriptedConsumer final : public kafka::Consumer {
 public:
  ScriptedConsumer(kafka::RebalanceHandler& handler, std::deque<PollStep>& script)
      : handler_(handler), script_(script) {}

  Result<std::vector<kafka::Record>> poll(std::size_t /*max*/, Millis /*deadline*/) override {
    if (script_.empty()) return std::vector<kafka::Record>{};
    const PollStep step = std::move(script_.front());
    script_.pop_front();
    return step(handler_);
  }
  void pause() override {}
  void resume() override {}
  Result<void> commit_sync(const kafka::Offsets& /*offsets*/, Millis /*deadline*/) override {
    return {};
  }
  Result<void> close(Millis /*deadline*/) override {
    handler_.on_revoke({}, false);
    return {};
  }
  [[nodiscard]] kafka::ConsumerStats stats() const override { return {}; }

 private:
  kafka::RebalanceHandler& handler_;
  std::deque<PollStep>& script_;
};

/// Remembers what it was told.
class ToldProbing final : public ShardProbing {
 public:
  explicit ToldProbing(int shards) : probed(ShardSet::none(shards)) {}

  void set_shards(const ShardSet& shards) override {
    probed = shards;
    ++set_calls;
  }
  void restored(ShardRestored shard) override { restores.push_back(std::move(shard)); }
  [[nodiscard]] SystemTime horizon() const override {
    if (at_horizon) at_horizon();
    return next_slot;
  }
  [[nodiscard]] std::shared_ptr<const targets::TargetSet> targets() const override { return set; }

  ShardSet probed;
  int set_calls = 0;
  std::vector<ShardRestored> restores;
  SystemTime next_slot = SystemTime::max();
  std::function<void()> at_horizon;
  std::shared_ptr<const targets::TargetSet> set = std::make_shared<const targets::TargetSet>();
};

/// A record of vedette.states that owns its texts.
inline kafka::Record record_of(int shard, std::string key, std::string value) {
  auto* texts = new std::pair(std::move(key), std::move(value));
  kafka::Record record;
  record.owner = {
      texts, [](void* owned) { delete static_cast<std::pair<std::string, std::string>*>(owned); }};
  record.topic = "vedette.states";
  record.partition = shard;
  record.key = texts->first;
  record.value = texts->second;
  return record;
}

/// A fleet of one process with four shards, its clock and its neighbours.
struct FleetWorld {
  static constexpr int kShards = 4;

  explicit FleetWorld(Sharding sharding) : sharding_(sharding) {}

  void step() { static_cast<void>(fleet.step(Millis(0))); }
  /// Lets time pass in steps of at most a second.
  void pass(Millis time) {
    for (; time > Millis(0); time -= Millis(1'000)) {
      clock.passed += std::min(time, Millis(1'000));
      step();
    }
  }
  /// The process stands still between two polls.
  void freeze(Millis time) {
    clock.passed += time;
    step();
  }
  /// The next poll tells of an assignment, and reads all its shards to the end.
  void assign_and_end(const std::vector<std::int32_t>& shards,
                      std::function<std::vector<kafka::Record>()> records = {}) {
    const auto partitions = partitions_of(shards);
    script.emplace_back([partitions, records](kafka::RebalanceHandler& handler) {
      handler.on_assign(partitions);
      return records ? records() : std::vector<kafka::Record>{};
    });
    script.emplace_back([partitions](kafka::RebalanceHandler& handler) {
      for (const auto& partition : partitions) handler.on_end(partition);
      return std::vector<kafka::Record>{};
    });
    step();
    step();
  }
  void revoke(const std::vector<std::int32_t>& shards) {
    script.emplace_back([partitions = partitions_of(shards)](kafka::RebalanceHandler& handler) {
      handler.on_revoke(partitions, false);
      return std::vector<kafka::Record>{};
    });
    step();
  }
  void read(int shard, std::string key, std::string value) {
    script.emplace_back([=](kafka::RebalanceHandler&) {
      std::vector<kafka::Record> records;
      records.push_back(record_of(shard, key, value));
      return records;
    });
    step();
  }

  [[nodiscard]] static std::vector<kafka::TopicPartition> partitions_of(
      const std::vector<std::int32_t>& shards) {
    std::vector<kafka::TopicPartition> partitions;
    for (const std::int32_t shard : shards) partitions.push_back({"vedette.states", shard});
    return partitions;
  }

  [[nodiscard]] std::int64_t now_ms() const {
    return std::chrono::floor<Millis>(clock.system_now().time_since_epoch()).count();
  }

  model::TargetState state(int target, std::int64_t epoch) const {
    model::TargetState made;
    made.id = model::make_target_id("default", "shop", std::to_string(target));
    made.location = "eu-west";
    made.verdict = model::Verdict::Down;
    made.epoch = epoch;
    made.last_slot = clock.system_now();
    made.spec_hash = 7;
    return made;
  }

  Sharding sharding_;
  HandClock clock;
  ToldProbing probing{kShards};
  SlotLedger ledger{kShards};
  ChangeGate gate{kShards, Millis(6'000)};
  runtime::Health health{clock};
  prometheus::Registry registry;
  FleetMetrics metrics{registry};
  StateMailbox mailbox;
  ShardView view{kShards};
  bool healthy = true;
  KeptProducer producer{mailbox};
  std::deque<PollStep> script;
  std::optional<int> topic_partitions = kShards;
  Fleet fleet{
      {sharding_, kShards, "eu-west", "prober-1", Millis(6'000)},
      {clock, probing, ledger, gate, health, metrics, producer, mailbox, view,
       [this] { return healthy; }},
      {[this] { return topic_partitions; },
       [this](kafka::RebalanceHandler& handler) -> Result<std::unique_ptr<kafka::Consumer>> {
         return std::make_unique<ScriptedConsumer>(handler, script);
       }}};
};

struct AloneWorld : FleetWorld {
  AloneWorld() : FleetWorld(Sharding::None) {}
};
struct GroupWorld : FleetWorld {
  GroupWorld() : FleetWorld(Sharding::Kafka) {}
};

}  // namespace vedette::prober::test
