#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kafka/consumer.hpp"
#include "kafka/producer.hpp"
#include "kafka/topics.hpp"
#include "support/kafka_deliveries.hpp"
#include "support/kafka_process.hpp"

namespace vedette::kafka::test {

using vedette::test::Deliveries;
using vedette::test::KafkaProcess;

/// Most that anything here may take; a broker that was killed needs some seconds.
inline constexpr Millis kPatience{60'000};

/// One broker for all cases that do not hurt it, started by the first.
[[nodiscard]] KafkaProcess& shared_broker();

[[nodiscard]] Settings settings_of(const KafkaProcess& broker);

/// Swallows what the clients report.
[[nodiscard]] LogFn no_log();

/// Creates a topic. Fails the test when it cannot.
void make_topic(const Settings& settings, const std::string& name, int partitions);

/// Remembers what it was told; `on_revoke_do` runs inside on_revoke.
class Rebalances final : public RebalanceHandler {
 public:
  void on_assign(const std::vector<TopicPartition>& partitions) override;
  void on_revoke(const std::vector<TopicPartition>& partitions, bool lost) override;
  void on_end(const TopicPartition& partition) override;

  std::set<TopicPartition> assigned;
  std::vector<TopicPartition> ended;  // in the order of the calls
  int assignments = 0;
  int revokes = 0;
  std::function<void()> on_revoke_do = [] {};
};

/// Polls until `done` or kPatience has passed; false then. Calls `take` with each batch.
[[nodiscard]] bool poll_until(Consumer& consumer, const std::function<bool()>& done,
                              const std::function<void(std::vector<Record>)>& take = {});

/// Waits until `connection` says what `wanted` wants; its reason is returned.
[[nodiscard]] std::optional<Connection> wait_for_connection(
    const std::function<Connection()>& connection,
    const std::function<bool(const Connection&)>& wanted);

}  // namespace vedette::kafka::test
