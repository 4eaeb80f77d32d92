#include "prober/fleet/fleet_thread.hpp"

#include <condition_variable>
#include <mutex>

#include <pthread.h>

namespace vedette::prober {
namespace {

/// How long states and heartbeats may wait for company, and a stop to be seen.
constexpr Millis kTurn{100};
/// A turn may wait for a flush, for plans of a whole shard, for a broker that does not answer.
constexpr Millis kStuckFleet{30'000};

}  // namespace

FleetThread::FleetThread(Fleet& fleet, runtime::Health& health)
    : fleet_(fleet), health_(health), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void FleetThread::leave(Millis deadline) {
  thread_.request_stop();
  thread_.join();
  fleet_.leave(deadline);
}

void FleetThread::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "fleet");
  const auto beat = health_.add_loop("fleet", kStuckFleet);
  std::mutex mutex;
  std::condition_variable_any stopped;
  while (!stop.stop_requested()) {
    if (!fleet_.step(kTurn)) {
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, kTurn, [] { return false; });
    }
    beat->beat();
  }
}

}  // namespace vedette::prober
