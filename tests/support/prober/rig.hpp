#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/probe_result.hpp"
#include "support/child_process.hpp"
#include "support/kafka_process.hpp"
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

  void start_prober();
  /// SIGTERM; returns what the prober exited with.
  ExitStatus stop_prober();
  [[nodiscard]] ChildProcess& prober() { return *prober_; }

  /// Waits until the prober's log has such a message, `times` times; returns the latest line.
  std::string wait_for_log(const std::string& message, std::size_t times = 1);

  /// Everything of this rig's source; as many as the stopped prober said it delivered.
  std::vector<Stored> stored();

  /// The page of the prober's admin server.
  std::string page(const std::string& path);
  /// The value of one series of /metrics, its labels as they stand there.
  double metric(const std::string& series);

  KafkaProcess& kafka;
  const std::string source;
  Site site;

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<ChildProcess> prober_;
};

/// Those of one target, in the order of their slots.
[[nodiscard]] std::vector<Stored> of(const std::string& name, std::vector<Stored> all);

}  // namespace vedette::test
