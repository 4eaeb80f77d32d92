#pragma once

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>

#include "runtime/admin_server.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/health.hpp"
#include "runtime/signals.hpp"
#include "targets/target_watcher.hpp"
#include "writer/batch/collector.hpp"
#include "writer/batch/handoff.hpp"
#include "writer/config.hpp"
#include "writer/consume/known_names.hpp"
#include "writer/maintain/maintainer.hpp"
#include "writer/metrics.hpp"
#include "writer/store/dead_letters.hpp"
#include "writer/store/store_threads.hpp"
#include "writer/worker_thread.hpp"

namespace vedette::writer {

/// vedette-writer run: every part and how they are wired. Parts are declared in the order in which
/// they depend on each other, and end in the reverse.
class App {
 public:
  /// `signals` must outlive it.
  App(RunConfig config, runtime::StopSignals& signals);

  /// Runs until a signal, or until a person must act; drains within about 25 s.
  [[nodiscard]] runtime::ExitCode run();

 private:
  [[nodiscard]] Result<void> start();
  void consume(const std::stop_token& stop);
  [[nodiscard]] bool make_topics(const std::stop_token& stop);
  [[nodiscard]] Result<void> consume_once(const std::stop_token& stop);
  void end_unless(bool ended, const char* thread);

  RunConfig config_;
  runtime::StopSignals& signals_;
  RealClock clock_;
  std::shared_ptr<prometheus::Registry> registry_;
  Metrics metrics_;
  runtime::Health health_;
  KnownNames names_;
  Handoff handoff_;
  PostgresPartitions partitions_;
  PostgresMaintenance maintenance_;
  Maintainer maintainer_;
  Collector collector_;
  std::unique_ptr<DeadLetters> dead_letters_;
  std::unique_ptr<runtime::AdminServer> admin_;
  std::unique_ptr<targets::TargetWatcher> watcher_;
  std::atomic<bool> failed_{false};
  std::unique_ptr<StoreThreads> store_threads_;
  std::unique_ptr<WorkerThread> maintain_thread_;
};

}  // namespace vedette::writer
