#include "prober/engine/engine.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <pthread.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/require.hpp"
#include "prober/engine/judgement.hpp"

namespace vedette::prober {
namespace {

namespace asio = boost::asio;

/// How many probes start before the loop looks at its sockets again.
constexpr int kStartsInARow = 256;
/// How many targets change before the loop does.
constexpr std::size_t kChangesInARow = 500;
/// The wall clock is asked at least this often, so that a step of it is noticed.
constexpr Micros kLongestSleep{500'000};
/// A loop that has not ticked this long is stuck for good.
constexpr Millis kStuck{30'000};

/// An exception out of a coroutine is a bug: it leaves io_context::run and ends the process.
void rethrow(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

double seconds(Micros time) { return static_cast<double>(time.count()) / 1e6; }

}  // namespace

Engine::Engine(EngineOptions options, EngineNeighbours neighbours, ProbeFactory factory)
    : options_(std::move(options)),
      out_(neighbours),
      factory_(std::move(factory)),
      schedule_(options_.least_paced_rate),
      thread_([this] { run(); }) {}

Engine::~Engine() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
}

void Engine::apply(EngineChanges changes) {
  auto shared = std::make_shared<EngineChanges>(std::move(changes));
  asio::post(io_, [this, shared] { apply_part(shared, 0); });
}

void Engine::stop_intake() {
  asio::post(io_, [this] {
    taking_ = false;
    next_due_.cancel();
    tell_when_idle();
  });
}

std::size_t Engine::drain(SteadyTime deadline) {
  idle_.get_future().wait_until(deadline);
  io_.stop();
  thread_.join();
  out_.metrics.missed(MissedCause::Shutdown).Increment(static_cast<double>(in_flight_));
  return in_flight_;
}

void Engine::run() {
  pthread_setname_np(pthread_self(), options_.name.c_str());
  probe_fn_ = factory_(io_);
  monitor_ = StallMonitor(moment_now());
  asio::co_spawn(io_, follow_schedule(), rethrow);
  asio::co_spawn(io_, watch_loop(), rethrow);
  const auto work = asio::make_work_guard(io_);
  io_.run();
  probe_fn_ = nullptr;  // before the io_context, which destroys the coroutines of abandoned probes
}

asio::awaitable<void> Engine::follow_schedule() {
  while (taking_) {
    int started = 0;
    for (; started < kStartsInARow; ++started) {
      const auto due = schedule_.take(out_.clock.system_now());
      if (!due) break;
      start(*due);
    }
    count_missed();
    if (started == kStartsInARow) {
      co_await asio::post(io_, asio::use_awaitable);
      continue;
    }
    const auto wait = schedule_.until_next(out_.clock.system_now());
    next_due_.expires_after(std::min(kLongestSleep, wait.value_or(kLongestSleep)));
    // Cancelled when something was put: then look again.
    (void)co_await next_due_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> Engine::watch_loop() {
  const auto beat = out_.health.add_loop(options_.name, kStuck);
  std::uint64_t stalls = monitor_.stalls();
  for (;;) {
    next_tick_.expires_after(StallMonitor::kTick);
    co_await next_tick_.async_wait(asio::use_awaitable);
    out_.metrics.loop_lag.Observe(seconds(monitor_.tick(moment_now())));
    if (monitor_.stalls() != std::exchange(stalls, monitor_.stalls())) {
      out_.metrics.stalls.Increment();
    }
    beat->beat();
  }
}

void Engine::start(const Due& due) {
  const auto place = held_.find(due.id);
  require(place != held_.end(), "what is scheduled is held");
  if (in_flight_ >= options_.max_in_flight) {
    schedule_.finish(due.id, due.ticket);
    out_.metrics.missed(MissedCause::Capacity).Increment();
    return;
  }
  ++in_flight_;
  out_.metrics.in_flight.Increment();
  asio::co_spawn(io_, probe(due, place->second), rethrow);
}

asio::awaitable<void> Engine::probe(Due due, std::shared_ptr<Held> held) {
  const Assignment assignment = held->assignment;  // a reload may replace it meanwhile
  Run run{.scheduled_at = due.slot,
          .started_at = out_.clock.system_now(),
          .produced_at = {},
          .first_run = due.first_run,
          .stalled = false};
  const SteadyTime started = out_.clock.steady_now();
  model::ProbeFacts facts;
  if (assignment.plan != nullptr) {
    facts = co_await probe_fn_(assignment.plan, started + due.budget);
  } else {
    facts = unusable_facts(assignment.unusable);
  }
  run.stalled = monitor_.stalled_since(started, moment_now());
  run.produced_at = out_.clock.system_now();
  facts = judge(std::move(facts), {run.stalled, due.cut_short, due.budget});
  finish(due, *held,
         make_result(options_.identity, *assignment.target, run, std::move(facts), held->verdict));
}

void Engine::finish(const Due& due, Held& held, const model::ProbeResult& result) {
  out_.sink.publish(result);
  if (!held.removed) out_.last_results.put(due.id, last_result_of(result));
  schedule_.finish(due.id, due.ticket);
  --in_flight_;

  Metrics& metrics = out_.metrics;
  metrics.in_flight.Decrement();
  metrics.results(result.facts.outcome).Increment();
  if (result.facts.reason != model::Reason::Ok) metrics.failures(result.facts.reason).Increment();
  if (result.stalled) {
    metrics.stalled_results.Increment();
  } else {
    metrics.probe_duration.Observe(seconds(result.facts.durations.total));
  }
  if (result.first_run) {
    metrics.first_runs.Increment();
  } else {
    metrics.start_lateness.Observe(seconds(result.started_at - result.scheduled_at));
  }
  tell_when_idle();
}

void Engine::apply_part(const std::shared_ptr<EngineChanges>& changes, std::size_t done) {
  const std::size_t end = std::min(done + kChangesInARow, changes->put.size());
  if (done == 0) {
    for (const model::TargetId& id : changes->removed) remove(id);
  }
  for (; done < end; ++done) put(std::move(changes->put[done]));
  next_due_.cancel();
  if (done < changes->put.size()) {
    asio::post(io_, [this, changes, done] { apply_part(changes, done); });
  }
}

void Engine::put(Assignment assignment) {
  const model::Target& target = *assignment.target;
  schedule_.put(
      {target.id, model::make_grid(target.id, options_.identity.location, target.interval),
       target.timeout},
      out_.clock.system_now());
  std::shared_ptr<Held>& held = held_[target.id];
  if (held == nullptr) held = std::make_shared<Held>();
  held->assignment = std::move(assignment);
}

void Engine::remove(const model::TargetId& id) {
  schedule_.remove(id);
  const auto place = held_.find(id);
  if (place == held_.end()) return;
  place->second->removed = true;
  held_.erase(place);
  out_.last_results.remove(id);
}

void Engine::count_missed() {
  const MissedSlots& missed = schedule_.missed();
  const MissedSlots before = std::exchange(counted_, missed);
  out_.metrics.missed(MissedCause::InFlight)
      .Increment(static_cast<double>(missed.in_flight - before.in_flight));
  out_.metrics.missed(MissedCause::Overrun)
      .Increment(static_cast<double>(missed.overrun - before.overrun));
}

void Engine::tell_when_idle() {
  if (taking_ || in_flight_ > 0 || idle_told_) return;
  idle_told_ = true;
  idle_.set_value();
}

}  // namespace vedette::prober
