#pragma once

#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "kafka/producer.hpp"
#include "prober/config.hpp"
#include "prober/engine/engine.hpp"
#include "prober/engine/last_results.hpp"
#include "prober/engine/metrics_targets.hpp"
#include "prober/engine/roster.hpp"
#include "prober/fitness/self_health.hpp"
#include "prober/fleet/fleet.hpp"
#include "prober/fleet/fleet_thread.hpp"
#include "prober/fleet/roster_probing.hpp"
#include "prober/metrics.hpp"
#include "prober/probe_now/probe_desk.hpp"
#include "prober/publish/kafka_watch.hpp"
#include "prober/publish/publisher.hpp"
#include "runtime/admin_server.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/health.hpp"
#include "runtime/post_server.hpp"
#include "runtime/signals.hpp"
#include "targets/target_watcher.hpp"

namespace vedette::prober {

/// vedette-prober run: every part and how they are wired. Parts are declared in the order in which
/// they depend on each other, and end in the reverse.
class App {
 public:
  /// `signals` must outlive it.
  App(RunConfig config, runtime::StopSignals& signals);

  /// Probes until a signal, then drains, all within 25 s of it.
  [[nodiscard]] runtime::ExitCode run();

 private:
  [[nodiscard]] Result<void> start();
  [[nodiscard]] Result<void> start_producers();
  [[nodiscard]] Result<void> start_engines();
  [[nodiscard]] Result<void> start_probe_server();
  void start_fleet();
  void drain();
  [[nodiscard]] runtime::Answer metrics_page() const;
  [[nodiscard]] runtime::Answer targets_page() const;

  /// After which a prober that is dead or frozen loses its shards.
  static constexpr Millis kSession{6'000};

  RunConfig config_;
  runtime::StopSignals& signals_;
  RealClock clock_;
  Identity identity_;
  runtime::Health health_{clock_};
  std::shared_ptr<prometheus::Registry> registry_ = std::make_shared<prometheus::Registry>();
  Metrics metrics_{*registry_};
  SelfHealth self_{clock_, health_, metrics_};
  LastResults last_results_;
  FleetMetrics fleet_metrics_{*registry_};
  SlotLedger ledger_{config_.shards};
  ChangeGate gate_{config_.shards, kSession};
  StateMailbox mailbox_;
  ShardView shard_view_{config_.shards};
  TargetMetrics target_metrics_{last_results_, config_.location, config_.target_metrics};
  std::unique_ptr<kafka::Producer> producer_;
  std::unique_ptr<kafka::Producer> state_producer_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<KafkaWatch> kafka_watch_;
  std::vector<std::unique_ptr<Engine>> engines_;
  std::unique_ptr<Roster> roster_;
  std::unique_ptr<runtime::AdminServer> admin_;
  std::unique_ptr<ProbeDesk> desk_;
  std::unique_ptr<runtime::PostServer> probe_server_;
  std::unique_ptr<targets::TargetWatcher> watcher_;
  std::unique_ptr<RosterProbing> probing_;
  std::unique_ptr<Fleet> fleet_;
  std::unique_ptr<FleetThread> fleet_thread_;
};

}  // namespace vedette::prober
