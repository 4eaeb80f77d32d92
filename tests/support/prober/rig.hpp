#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/probe_result.hpp"
#include "model/shard_heartbeat.hpp"
#include "model/target_state.hpp"
#include "support/child_process.hpp"
#include "support/kafka_process.hpp"
#include "support/prober/prober_process.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// A message of vedette.results as a reader finds it.
struct Stored {
  std::int32_t partition = 0;
  std::string key;
  std::vector<std::pair<std::string, std::string>> headers;
  model::ProbeResult result;

  [[nodiscard]] std::string header(const std::string& name) const;
};

/// One broker for all cases that do not stop it, started by the first.
[[nodiscard]] KafkaProcess& shared_broker();

/// A site and a prober over one directory of targets, with a `--source` of their own on the broker.
/// What does not happen within a minute fails the test.
class Rig {
 public:
  explicit Rig(KafkaProcess& kafka = shared_broker());

  /// Writes a file of one target, whole at once, as an editor would. `spec` is the rest of its
  /// spec.
  void put(const std::string& name, const std::string& path,
           const std::string& spec = "interval: 2s");
  void put_url(const std::string& name, const std::string& url, const std::string& spec);
  void remove(const std::string& name);
  /// Writes a file of as many targets as `manifests` has, as put() does. Their states are not
  /// found.
  void put_file(const std::string& name, const std::string& manifests);
  /// The directory of these files.
  [[nodiscard]] std::filesystem::path targets() const { return directory_.path() / "targets"; }

  /// `more`: arguments besides.
  void start_prober(const std::vector<std::string>& more = {});
  /// SIGTERM; returns what the prober exited with.
  ExitStatus stop_prober();
  /// SIGKILL, and waits until it is gone; start_prober() starts another.
  void kill9_prober();
  [[nodiscard]] ChildProcess& prober() { return prober_->child(); }
  /// Of the prober that was started last; see ProberProcess.
  std::string wait_for_log(const std::string& message, std::size_t times = 1) {
    return prober_->wait_for_log(message, times);
  }
  std::string page(const std::string& path) { return prober_->page(path); }
  double metric(const std::string& series) { return prober_->metric(series); }

  /// What start_prober() gives the prober; for tests that start several.
  [[nodiscard]] std::vector<std::string> arguments() const;
  /// A file for the log of one more prober.
  [[nodiscard]] std::filesystem::path new_log();

  /// Everything of this rig's source; as many as the stopped prober said it delivered.
  std::vector<Stored> stored();
  /// What Kafka holds of this rig's source now.
  std::vector<Stored> stored_so_far();
  /// All heartbeats in vedette.states since that time.
  std::vector<model::ShardHeartbeat> heartbeats_since(SystemTime time);
  /// The states of this rig's targets in vedette.states, by the target's name, each that of the
  /// highest rank.
  std::map<std::string, model::TargetState> states();
  /// The same, each the one that was written last.
  std::map<std::string, model::TargetState> latest_states();

  KafkaProcess& kafka;
  const std::string source;
  Site site;

 private:
  /// Every state of this rig's targets with its name, those of one target as they were written.
  [[nodiscard]] std::vector<std::pair<std::string, model::TargetState>> all_states();

  TemporaryDirectory directory_;
  std::set<std::string> names_;
  std::size_t logs_ = 0;
  std::unique_ptr<ProberProcess> prober_;
};

/// Those of one target, in the order of their slots.
[[nodiscard]] std::vector<Stored> of(const std::string& name, std::vector<Stored> all);

}  // namespace vedette::test
