#include "prober/engine/engine.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include <pthread.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/require.hpp"
#include "prober/fitness/judgement.hpp"

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

/// Slots are whole milliseconds.
SystemTime first_slot_after(SystemTime time) {
  return std::chrono::floor<Millis>(time) + Millis(1);
}

/// What a probe of `due` closes. First runs are promised to nobody.
std::optional<OpenSlot> open_slot(const Due& due, const HeldTarget& held) {
  if (due.first_run) return std::nullopt;
  return OpenSlot{held.shard->number, due.slot};
}

}  // namespace

Engine::Engine(EngineOptions options, EngineNeighbours neighbours, ProbeFactory factory)
    : options_(std::move(options)),
      out_(neighbours),
      self_(out_.self.add_engine(options_.name)),
      factory_(std::move(factory)),
      schedule_(options_.least_paced_rate),
      conclusions_(options_.identity, neighbours),
      takeover_(schedule_, conclusions_, neighbours.ledger, neighbours.metrics,
                {options_.max_waiting}),
      changes_(io_, [this] { next_due_.cancel(); }),
      horizon_(neighbours.clock.system_now()),
      thread_([this] { run(); }) {}

Engine::~Engine() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
}

void Engine::apply(EngineChanges changes) {
  changes_.add([this, shared = std::make_shared<EngineChanges>(std::move(changes)),
                done = std::size_t{0}]() mutable { return apply_part(*shared, done); });
}

void Engine::restored(ShardRestored restored) {
  const auto owed_after =
      catch_up_after(restored.heartbeat_at, restored.done_through, out_.clock.system_now());
  std::optional<OpenSlot> hold;
  if (owed_after) hold = OpenSlot{restored.shard, first_slot_after(*owed_after)};
  if (hold) out_.ledger.begin(*hold);
  const auto begun = std::make_shared<std::optional<Restoration>>();
  changes_.add([=, this, shared = std::make_shared<ShardRestored>(std::move(restored))] {
    if (!*begun) *begun = takeover_.begin(std::move(*shared), owed_after);
    if (takeover_.settle(**begun, kChangesInARow, out_.clock.system_now())) return true;
    if (hold) out_.ledger.end(*hold);
    return false;
  });
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
  for (const auto& [id, held] : held_) {
    takeover_.conclude_unrestored(*held, options_.identity.epoch);
  }
  const std::size_t abandoned = in_flight_ + takeover_.waiting();
  out_.metrics.missed(MissedCause::Shutdown).Increment(static_cast<double>(abandoned));
  return abandoned;
}

void Engine::run() {
  pthread_setname_np(pthread_self(), options_.name.c_str());
  probe_fn_ = factory_(io_);
  monitor_ = StallMonitor(moment_now());
  asio::co_spawn(io_, follow_schedule(), rethrow);
  asio::co_spawn(io_, watch_loop(), rethrow);
  watch_connectivity();
  const auto work = asio::make_work_guard(io_);
  io_.run();
  connectivity_ = nullptr;
  check_fn_ = nullptr;
  probe_fn_ = nullptr;  // before the io_context, which destroys the coroutines of abandoned probes
}

asio::awaitable<void> Engine::follow_schedule() {
  while (taking_) {
    int started = 0;
    for (; started < kStartsInARow; ++started) {
      const auto due = take();
      if (!due) break;
      start(*due);
    }
    store_horizon();
    count_missed();
    if (started == kStartsInARow) {
      co_await asio::post(io_, asio::use_awaitable);
      continue;
    }
    next_due_.expires_after(until_next());
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
    const Micros lag = monitor_.tick(moment_now());
    out_.metrics.loop_lag.Observe(seconds(lag));
    out_.self.ticked(self_, lag);
    if (monitor_.stalls() != std::exchange(stalls, monitor_.stalls())) {
      out_.metrics.stalls.Increment();
    }
    beat->beat();
  }
}

std::optional<Due> Engine::take() {
  const SystemTime now = out_.clock.system_now();
  auto due = schedule_.take(now);
  if (!due) due = takeover_.take(now);
  if (due) takeover_.started(now);
  return due;
}

Micros Engine::until_next() {
  const SystemTime now = out_.clock.system_now();
  Micros wait = kLongestSleep;
  if (const auto due = schedule_.until_next(now)) wait = std::min(wait, *due);
  if (const auto owed = takeover_.until_next(now)) wait = std::min(wait, *owed);
  return wait;
}

void Engine::store_horizon() { horizon_ = schedule_.horizon().value_or(SystemTime::max()); }

void Engine::start(const Due& due) {
  const auto place = held_.find(due.id);
  require(place != held_.end(), "what is scheduled is held");
  const auto open = open_slot(due, *place->second);
  if (open && !due.catch_up) out_.ledger.begin(*open);  // what is owed was begun when it was found
  if (const auto cause = reason_not_to_start(due, *place->second)) {
    schedule_.finish(due.id, due.ticket);
    out_.metrics.missed(*cause).Increment();
    if (open) out_.ledger.end(*open);
    return;
  }
  ++in_flight_;
  out_.metrics.in_flight.Increment();
  asio::co_spawn(io_, probe(due, place->second), rethrow);
}

std::optional<MissedCause> Engine::reason_not_to_start(const Due& due,
                                                       const HeldTarget& held) const {
  if (in_flight_ >= options_.max_in_flight) return MissedCause::Capacity;
  const model::Target& target = *held.assignment.target;
  if (!changes_things(target.http.method)) return std::nullopt;
  const bool may =
      !due.catch_up &&
      out_.gate.may_change_things(held.shard->number, out_.clock.steady_now(), target.timeout);
  return may ? std::nullopt : std::optional(MissedCause::Handover);
}

asio::awaitable<void> Engine::probe(Due due, std::shared_ptr<HeldTarget> held) {
  const Begun begun{.target = held->assignment.target,  // a reload may replace it meanwhile
                    .at = out_.clock.system_now(),
                    .steady = out_.clock.steady_now()};
  // What is kept over the wait, each probe in flight keeps: no variable for the facts.
  if (const auto plan = held->assignment.plan) {
    settle(due, held, begun, co_await probe_fn_(plan, begun.steady + due.budget));
  } else {
    settle(due, held, begun, unusable_facts(held->assignment.unusable));
  }
}

void Engine::settle(const Due& due, std::shared_ptr<HeldTarget> held, Begun begun,
                    model::ProbeFacts facts) {
  begun.stalled = monitor_.stalled_since(begun.steady, moment_now());
  facts = judge(std::move(facts), {begun.stalled, due.cut_short, due.budget});
  const bool in_doubt = connectivity_ != nullptr && facts.outcome == model::Outcome::Down &&
                        may_be_our_network(facts.reason);
  if (in_doubt) {
    asio::co_spawn(io_, prove(due, std::move(held), std::move(begun), std::move(facts)), rethrow);
  } else {
    finish(due, *held, begun, std::move(facts));
  }
}

asio::awaitable<void> Engine::prove(Due due, std::shared_ptr<HeldTarget> held, Begun begun,
                                    model::ProbeFacts facts) {
  // The next slot is not to be missed for the proof.
  const SystemTime end = due.slot + begun.target->interval - Schedule::kGap;
  const Micros left = end - out_.clock.system_now();
  const auto excuse = co_await connectivity_->excuse(begun.steady, out_.clock.steady_now() + left);
  if (excuse) facts = excused(std::move(facts), *excuse);
  finish(due, *held, begun, std::move(facts));
}

asio::awaitable<model::ProbeFacts> Engine::check(std::shared_ptr<const ProbePlan> plan,
                                                 SteadyTime deadline) {
  const SteadyTime started = out_.clock.steady_now();
  model::ProbeFacts facts = co_await check_fn_(std::move(plan), deadline);
  co_return judge(std::move(facts), {.stalled = monitor_.stalled_since(started, moment_now())});
}

void Engine::watch_connectivity() {
  if (options_.checks.plans.empty()) return;
  check_fn_ = options_.checks.factory(io_);
  std::vector<ConnectivityCheck> checks;
  checks.reserve(options_.checks.plans.size());
  for (const auto& [url, plan] : options_.checks.plans) {
    checks.push_back(
        {url, [this, made = plan](SteadyTime deadline) { return check(made, deadline); }});
  }
  connectivity_ =
      std::make_unique<Connectivity>(io_, std::move(checks), [this](const CheckRound& round) {
        out_.metrics.connectivity_checks.Increment();
        if (round.failure) out_.metrics.connectivity_failures.Increment();
        out_.self.checked(self_, round.failure);
      });
  asio::co_spawn(io_, connectivity_->watch(), rethrow);
}

void Engine::finish(const Due& due, HeldTarget& held, const Begun& begun, model::ProbeFacts facts) {
  out_.self.saw(self_, facts);
  const Run run{.scheduled_at = due.slot,
                .started_at = begun.at,
                .produced_at = out_.clock.system_now(),
                .epoch = 0,
                .first_run = due.first_run,
                .stalled = begun.stalled};
  takeover_.finished(held, {.run = run,
                            .catch_up = due.catch_up,
                            .open = open_slot(due, held),
                            .target = begun.target,
                            .facts = std::move(facts)});
  schedule_.finish(due.id, due.ticket);
  --in_flight_;
  out_.metrics.in_flight.Decrement();
  tell_when_idle();
}

bool Engine::apply_part(EngineChanges& changes, std::size_t& done) {
  // Nothing that is put now has a slot before now; the next look at the schedule stores the rest.
  horizon_ = std::min(horizon_.load(), out_.clock.system_now());
  const std::size_t removals = changes.removed.size();
  const std::size_t all = removals + changes.put.size();
  const std::size_t end = std::min(done + kChangesInARow, all);
  for (; done < std::min(end, removals); ++done) remove(changes.removed[done]);
  if (done == removals) {
    for (const int shard : std::exchange(changes.released, {})) takeover_.release(shard);
  }
  for (; done < end; ++done) put(std::move(changes.put[done - removals]));
  return done < all;
}

void Engine::put(Assignment assignment) {
  const std::shared_ptr<const model::Target> target = assignment.target;
  std::shared_ptr<HeldTarget>& held = held_[target->id];
  const bool is_new = held == nullptr;
  if (is_new) {
    held = std::make_shared<HeldTarget>();
    out_.last_results.add(target->id);
  }
  held->assignment = std::move(assignment);
  const FirstRun first_run = is_new ? takeover_.admit(held) : FirstRun::Unknown;
  schedule_.put(
      {target->id, model::make_grid(target->id, options_.identity.location, target->interval),
       target->timeout},
      out_.clock.system_now(), first_run);
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
