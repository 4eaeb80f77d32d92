#pragma once

#include <atomic>
#include <cstdint>
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
#include "prober/engine/conclusions.hpp"
#include "prober/engine/connectivity_checks.hpp"
#include "prober/engine/held_target.hpp"
#include "prober/engine/neighbours.hpp"
#include "prober/engine/part_queue.hpp"
#include "prober/engine/probe_function.hpp"
#include "prober/engine/shard_restored.hpp"
#include "prober/engine/takeover.hpp"
#include "prober/fitness/connectivity.hpp"
#include "prober/fitness/stall_monitor.hpp"
#include "prober/schedule/schedule.hpp"

namespace vedette::prober {

struct EngineOptions {
  std::string name = "engine-0";  ///< of its thread; at most 15 bytes
  Identity identity;
  std::size_t max_in_flight = 10'000;
  std::size_t max_waiting = 20'000;  ///< results that wait for restores
  double least_paced_rate = 20;      ///< see Schedule
  ConnectivityChecks checks;         ///< empty = failures are taken at their word
};

/// One thread that probes its share of the targets, each slot on time: a schedule, the probes in
/// flight as coroutines, what is made of them, and a monitor that knows when the thread itself was
/// ill. The results of a shard wait until it is restored; a shard that no target came in for before
/// its restore has none to wait. Its public members may be called from any thread.
class Engine {
 public:
  Engine(EngineOptions options, EngineNeighbours neighbours, ProbeFactory factory);
  /// Abandons the probes in flight: drain first.
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes effect soon, a part at a time so that no probe is held up. Calls of this and restored()
  /// take effect in order.
  void apply(EngineChanges changes);

  /// The states of a shard were read: its verdicts go on from them, what waited is published, and
  /// what its owner before left undone is caught up. Until the engine has booked that, the ledger
  /// holds the slot after doneThrough open, from before this returns.
  void restored(ShardRestored restored);

  /// No slot before this one is still to be given out: it is in the ledger, done, or missed. A
  /// reader that asks this first and the ledger then misses none. Never waits.
  [[nodiscard]] SystemTime horizon() const { return horizon_; }

  /// Starts no probe from now on.
  void stop_intake();

  /// Waits for the probes in flight until `deadline` and ends the thread. Those that have not ended
  /// then are counted missed; returns their number. Results that still wait for a restore are
  /// published from an unknown verdict, under the epoch of the process.
  /// REQUIRES: stop_intake(), and only once.
  [[nodiscard]] std::size_t drain(SteadyTime deadline);

 private:
  /// A probe under way.
  struct Begun {
    std::shared_ptr<const model::Target> target;
    SystemTime at;
    SteadyTime steady;
    bool stalled = false;  ///< the prober stood still meanwhile
  };

  void run();
  boost::asio::awaitable<void> follow_schedule();
  boost::asio::awaitable<void> watch_loop();
  boost::asio::awaitable<void> probe(Due due, std::shared_ptr<HeldTarget> held);
  boost::asio::awaitable<model::ProbeFacts> check(std::shared_ptr<const ProbePlan> plan,
                                                  SteadyTime deadline);
  /// Judges a probe that has ended; one that fails for want of a network, be it ours or not, waits
  /// for its proof.
  void settle(const Due& due, std::shared_ptr<HeldTarget> held, Begun begun,
              model::ProbeFacts facts);
  boost::asio::awaitable<void> prove(Due due, std::shared_ptr<HeldTarget> held, Begun begun,
                                     model::ProbeFacts facts);
  void watch_connectivity();
  [[nodiscard]] std::optional<Due> take();
  void start(const Due& due);
  [[nodiscard]] std::optional<MissedCause> reason_not_to_start(const Due& due,
                                                               const HeldTarget& held) const;
  /// Makes a probe that has ended a result, and takes it out of the schedule's hands.
  void finish(const Due& due, HeldTarget& held, const Begun& begun, model::ProbeFacts facts);
  [[nodiscard]] Micros until_next();
  void store_horizon();
  [[nodiscard]] bool apply_part(EngineChanges& changes, std::size_t& done);
  void put(Assignment assignment);
  void remove(const model::TargetId& id);
  void count_missed();
  void tell_when_idle();

  EngineOptions options_;
  EngineNeighbours out_;
  const std::size_t self_;  // this engine in out_.self
  ProbeFactory factory_;
  boost::asio::io_context io_{1};

  // Below: the engine's thread only.
  Schedule schedule_;
  MissedSlots counted_;
  StallMonitor monitor_{moment_now()};
  boost::asio::steady_timer next_due_{io_};
  boost::asio::steady_timer next_tick_{io_};
  std::unordered_map<model::TargetId, std::shared_ptr<HeldTarget>> held_;
  Conclusions conclusions_;
  Takeover takeover_;
  PartQueue changes_;
  ProbeFn probe_fn_;
  ProbeFn check_fn_;
  std::unique_ptr<Connectivity> connectivity_;  // null = no checks
  bool taking_ = true;

  std::size_t in_flight_ = 0;
  std::promise<void> idle_;  // kept when intake has stopped and nothing is in flight
  bool idle_told_ = false;

  std::atomic<SystemTime> horizon_;
  static_assert(std::atomic<SystemTime>::is_always_lock_free);

  std::jthread thread_;
};

}  // namespace vedette::prober
