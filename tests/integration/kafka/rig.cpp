#include "rig.hpp"
#include "support/fault.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::kafka::test {

KafkaProcess& shared_broker() {
  static KafkaProcess broker;
  return broker;
}

Settings settings_of(const KafkaProcess& broker) {
  Settings settings;
  settings.brokers = broker.brokers();
  return settings;
}

LogFn no_log() {
  return [](LogLevel, std::string_view, std::string_view) {};
}

void make_topic(const Settings& settings, const std::string& name, int partitions) {
  const auto report = ensure_topics(settings, {{name, partitions}}, true, kPatience);
  BOOST_REQUIRE_MESSAGE(report, fault_of(report));
}

void Rebalances::on_assign(const std::vector<TopicPartition>& partitions) {
  assigned.insert(partitions.begin(), partitions.end());
  ++assignments;
}

void Rebalances::on_end(const TopicPartition& partition) { ended.push_back(partition); }

void Rebalances::on_revoke(const std::vector<TopicPartition>& partitions, bool /*lost*/) {
  on_revoke_do();
  for (const TopicPartition& partition : partitions) assigned.erase(partition);
  ++revokes;
}

bool poll_until(Consumer& consumer, const std::function<bool()>& done,
                const std::function<void(std::vector<Record>)>& take) {
  const SteadyTime end = RealClock().steady_now() + kPatience;
  while (!done()) {
    if (RealClock().steady_now() > end) return false;
    auto records = consumer.poll(10'000, Millis(50));
    if (records && take) take(std::move(*records));
  }
  return true;
}

std::optional<Connection> wait_for_connection(
    const std::function<Connection()>& connection,
    const std::function<bool(const Connection&)>& wanted) {
  const SteadyTime end = RealClock().steady_now() + kPatience;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  while (RealClock().steady_now() < end) {
    Connection now = connection();
    if (wanted(now)) return now;
    never.wait_for(lock, Millis(20));
  }
  return std::nullopt;
}

}  // namespace vedette::kafka::test
