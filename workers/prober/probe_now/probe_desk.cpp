#include "prober/probe_now/probe_desk.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <optional>
#include <utility>

#include <pthread.h>
#include <boost/asio/co_spawn.hpp>

#include "model/slots.hpp"
#include "prober/engine/results.hpp"

namespace vedette::prober {
namespace {

namespace asio = boost::asio;

/// For what a probe takes beyond its deadline: the loop's lateness, a certificate's verification.
constexpr Millis kPatience{5'000};

}  // namespace

/// A probe that somebody waits for, or has waited for.
struct ProbeDesk::Pending {
  std::mutex mutex;
  std::condition_variable_any ended;
  std::exception_ptr error;      // guarded by mutex
  std::optional<Probed> probed;  // guarded by mutex

  void end(const std::exception_ptr& why, Probed found) {
    const std::lock_guard lock(mutex);
    error = why;
    probed = std::move(found);
    ended.notify_all();
  }

  [[nodiscard]] Result<Probed> wait(Millis patience, const std::stop_token& closed) {
    std::unique_lock lock(mutex);
    if (!ended.wait_for(lock, closed, patience, [this] { return probed.has_value(); })) {
      if (closed.stop_requested()) return fail(ErrorKind::Stopped, "this prober is stopping");
      return fail(ErrorKind::TimedOut, "the probe did not end in time: the prober is overloaded");
    }
    if (error) std::rethrow_exception(error);
    return std::move(*probed);
  }
};

ProbeDesk::ProbeDesk(Identity identity, EgressPolicy egress, Proxies proxies)
    : identity_(std::move(identity)),
      planner_(std::move(proxies)),
      prober_(std::make_unique<Prober>(io_, ResolverOptions{}, std::move(egress))),
      thread_([this] {
        pthread_setname_np(pthread_self(), "probe-now");
        io_.run();
        prober_ = nullptr;  // before the io_context, with the coroutines of abandoned probes
      }) {}

ProbeDesk::~ProbeDesk() {
  io_.stop();
  thread_.join();
}

Result<ProbeDesk::Probed> ProbeDesk::probe(const std::shared_ptr<const model::Target>& target) {
  std::unique_lock lock(planner_mutex_);
  auto plan = planner_.make(target);
  lock.unlock();
  if (!plan) return tl::unexpected(std::move(plan.error()));
  if (!free_.try_acquire()) {
    return fail(ErrorKind::Unavailable,
                "others are being probed on request, as many as may be at "
                "one time; try again in some seconds");
  }
  const auto pending = std::make_shared<Pending>();
  // The seat is taken until the probe has ended, whether or not anybody still waits for it.
  asio::co_spawn(io_, fly(target, std::move(*plan)),
                 [this, pending](const std::exception_ptr& error, Probed probed) {
                   free_.release();
                   pending->end(error, std::move(probed));
                 });
  return pending->wait(std::min(target->timeout, kMostTimeout) + kPatience, closed_.get_token());
}

asio::awaitable<ProbeDesk::Probed> ProbeDesk::fly(std::shared_ptr<const model::Target> target,
                                                  std::shared_ptr<const ProbePlan> plan) {
  Run run;
  run.started_at = clock_.system_now();
  run.scheduled_at =
      make_grid(target->id, identity_.location, target->interval).at_or_before(run.started_at);
  run.epoch = identity_.epoch;
  run.first_run = true;
  const SteadyTime deadline = clock_.steady_now() + std::min(target->timeout, kMostTimeout);
  auto trace = std::make_shared<Trace>();
  model::ProbeFacts facts = co_await prober_->probe(std::move(plan), deadline, trace);
  run.produced_at = clock_.system_now();
  VerdictState no_history;
  co_return Probed{make_result(identity_, *target, run, std::move(facts), no_history), trace};
}

}  // namespace vedette::prober
