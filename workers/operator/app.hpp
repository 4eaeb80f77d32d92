#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "operator/app_informers.hpp"
#include "operator/config.hpp"
#include "operator/kube/api_client.hpp"
#include "operator/kube/api_writer.hpp"
#include "operator/kube/event_recorder.hpp"
#include "operator/kube/lease_election.hpp"
#include "operator/metrics.hpp"
#include "operator/metrics_kube.hpp"
#include "operator/reconcile/poke/poker.hpp"
#include "operator/reconcile/reconciler.hpp"
#include "operator/reconcile/status/status_writer.hpp"
#include "runtime/admin_server.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/health.hpp"
#include "runtime/signals.hpp"

namespace vedette::op {

/// vedette-operator run: every part and how they are wired. Parts are declared in the order in
/// which they depend on each other, and end in the reverse.
class App {
 public:
  /// `signals` must outlive it.
  App(RunConfig config, runtime::StopSignals& signals);

  /// Runs until a signal, or until the Lease is lost; lets go of it within 3 s of the signal.
  [[nodiscard]] runtime::ExitCode run();

 private:
  [[nodiscard]] Result<void> start();
  void watch_api();
  void stop();

  [[nodiscard]] bool leads() const;
  void lose();
  void record(const Object& target, const TargetEvent& event);

  RunConfig config_;
  runtime::StopSignals& signals_;
  RealClock clock_;
  std::shared_ptr<prometheus::Registry> registry_;
  Metrics metrics_;
  runtime::Health health_;
  ApiClient client_;
  ApiClient lease_client_;  ///< so that nothing stands in a renewal's way
  ApiWriter writer_;
  LeaseElection election_;
  EventRecorder events_;
  AppInformers informers_;
  StatusWriter statuses_;
  Poker poker_;
  Reconciler reconciler_;
  std::unique_ptr<runtime::AdminServer> admin_;
  std::atomic<bool> lost_{false};
  std::jthread reconcile_thread_;
  std::jthread status_thread_;
  std::jthread poke_thread_;
};

}  // namespace vedette::op
