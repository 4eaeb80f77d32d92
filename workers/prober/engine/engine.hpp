#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "prober/engine/assignment.hpp"
#include "prober/engine/last_results.hpp"
#include "prober/engine/probe_function.hpp"
#include "prober/engine/results.hpp"
#include "prober/engine/stall_monitor.hpp"
#include "prober/metrics.hpp"
#include "prober/publish/result_sink.hpp"
#include "prober/schedule/schedule.hpp"
#include "runtime/health.hpp"

namespace vedette::prober {

struct EngineOptions {
  std::string name = "engine-0";  ///< of its thread; at most 15 bytes
  Identity identity;
  std::size_t max_in_flight = 10'000;
  double least_paced_rate = 20;  ///< see Schedule
};

/// What engines share. All of it must outlive them.
struct EngineNeighbours {
  const Clock& clock;
  ResultSink& sink;
  LastResults& last_results;
  Metrics& metrics;
  runtime::Health& health;
};

/// One thread that probes its share of the targets, each slot on time: a schedule, the probes in
/// flight as coroutines, their verdicts, and a monitor that knows when the thread itself was ill.
/// Its public members may be called from any thread.
class Engine {
 public:
  Engine(EngineOptions options, EngineNeighbours neighbours, ProbeFactory factory);
  /// Abandons the probes in flight: drain first.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes effect soon, a part at a time so that no probe is held up. Calls take effect in order.
  void apply(EngineChanges changes);

  /// Starts no probe from now on.
  void stop_intake();

  /// Waits for the probes in flight until `deadline` and ends the thread. Those that have not ended
  /// then are counted missed; returns their number. REQUIRES: stop_intake(), and only once.
  [[nodiscard]] std::size_t drain(SteadyTime deadline);

 private:
  struct Held {
    Assignment assignment;
    VerdictState verdict;
    bool removed = false;
  };

  void run();
  boost::asio::awaitable<void> follow_schedule();
  boost::asio::awaitable<void> watch_loop();
  boost::asio::awaitable<void> probe(Due due, std::shared_ptr<Held> held);
  void start(const Due& due);
  void finish(const Due& due, Held& held, const model::ProbeResult& result);
  void apply_part(const std::shared_ptr<EngineChanges>& changes, std::size_t done);
  void put(Assignment assignment);
  void remove(const model::TargetId& id);
  void count_missed();
  void tell_when_idle();

  EngineOptions options_;
  EngineNeighbours out_;
  ProbeFactory factory_;
  boost::asio::io_context io_{1};

  // Below: the engine's thread only.
  Schedule schedule_;
  MissedSlots counted_;
  StallMonitor monitor_{moment_now()};
  boost::asio::steady_timer next_due_{io_};
  boost::asio::steady_timer next_tick_{io_};
  std::unordered_map<model::TargetId, std::shared_ptr<Held>> held_;
  ProbeFn probe_fn_;
  bool taking_ = true;

  std::size_t in_flight_ = 0;
  std::promise<void> idle_;  // kept when intake has stopped and nothing is in flight
  bool idle_told_ = false;

  std::jthread thread_;
};

}  // namespace vedette::prober
