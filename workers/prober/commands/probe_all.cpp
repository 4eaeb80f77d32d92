#include "prober/commands/probe_all.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "model/slots.hpp"
#include "prober/engine/results.hpp"
#include "prober/fitness/judgement.hpp"
#include "prober/fitness/stall_monitor.hpp"

namespace vedette::prober {
namespace {

namespace asio = boost::asio;

/// More at a time would make each other's handshakes late on a small machine.
constexpr std::size_t kAtATime = 32;

void rethrow(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

class Probing {
 public:
  Probing(const std::vector<Assignment>& assignments, const Identity& identity,
          const ProbeFactory& factory)
      : assignments_(assignments), identity_(identity), results_(assignments.size()) {
    probe_fn_ = factory(io_);
  }
  ~Probing() { probe_fn_ = nullptr; }
  Probing(const Probing&) = delete;
  Probing& operator=(const Probing&) = delete;

  std::vector<model::ProbeResult> run(const std::stop_token& stop) {
    const std::stop_callback end(stop, [this] { io_.stop(); });
    working_ = std::min(kAtATime, assignments_.size());
    for (std::size_t i = 0; i < working_; ++i) asio::co_spawn(io_, work(), rethrow);
    asio::co_spawn(io_, watch_loop(), rethrow);
    io_.run();
    std::vector<model::ProbeResult> made;
    for (std::optional<model::ProbeResult>& result : results_) {
      if (result) made.push_back(std::move(*result));
    }
    return made;
  }

 private:
  asio::awaitable<void> work() {
    while (next_ < assignments_.size() && !io_.stopped()) {
      const std::size_t mine = next_++;
      results_[mine] = co_await probe(assignments_[mine]);
    }
    if (--working_ == 0) tick_.cancel();
  }

  asio::awaitable<model::ProbeResult> probe(const Assignment& assignment) {
    const model::Target& target = *assignment.target;
    const model::SlotGrid grid = make_grid(target.id, identity_.location, target.interval);
    Run run;
    run.started_at = clock_.system_now();
    run.scheduled_at = grid.at_or_before(run.started_at);
    run.epoch = identity_.epoch;
    run.first_run = true;
    const SteadyTime started = clock_.steady_now();
    // Not `?:`: g++ 12 destroys what a co_await in a conditional expression gives twice.
    model::ProbeFacts facts;
    if (assignment.plan != nullptr) {
      facts = co_await probe_fn_(assignment.plan, started + target.timeout);
    } else {
      facts = unusable_facts(assignment.unusable);
    }
    run.stalled = monitor_.stalled_since(started, moment_now());
    run.produced_at = clock_.system_now();
    VerdictState no_history;
    co_return make_result(identity_, target, run, judge(std::move(facts), {.stalled = run.stalled}),
                          no_history);
  }

  asio::awaitable<void> watch_loop() {
    while (working_ > 0) {
      tick_.expires_after(StallMonitor::kTick);
      boost::system::error_code cancelled;
      co_await tick_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
      (void)monitor_.tick(moment_now());
    }
  }

  const std::vector<Assignment>& assignments_;
  const Identity& identity_;
  RealClock clock_;
  asio::io_context io_{1};
  asio::steady_timer tick_{io_};
  StallMonitor monitor_{moment_now()};
  ProbeFn probe_fn_;
  std::vector<std::optional<model::ProbeResult>> results_;
  std::size_t next_ = 0;
  std::size_t working_ = 0;
};

}  // namespace

std::vector<model::ProbeResult> probe_all(const std::vector<Assignment>& assignments,
                                          const Identity& identity, const ProbeFactory& factory,
                                          const std::stop_token& stop) {
  return Probing(assignments, identity, factory).run(stop);
}

}  // namespace vedette::prober
