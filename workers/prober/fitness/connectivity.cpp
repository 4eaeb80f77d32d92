#include "prober/fitness/connectivity.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace vedette::prober {
namespace {

namespace asio = boost::asio;

SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

void rethrow_bug(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

/// A timer in a list, as long as it lives.
class Listed {
 public:
  using Timers = std::list<asio::steady_timer*>;
  Listed(std::shared_ptr<Timers> timers, asio::steady_timer& timer)
      : timers_(std::move(timers)), place_(timers_->insert(timers_->end(), &timer)) {}
  Listed(const Listed&) = delete;
  Listed& operator=(const Listed&) = delete;
  ~Listed() { timers_->erase(place_); }

 private:
  std::shared_ptr<Timers> timers_;
  Timers::iterator place_;
};

}  // namespace

/// A round under way.
struct Connectivity::Look {
  explicit Look(asio::io_context& io) : changed(io, SteadyTime::max()) {}

  asio::steady_timer changed;  // cancelled when a check has ended
  std::vector<CheckEnding> failed;
  bool passed = false;
};

Connectivity::Connectivity(asio::io_context& io, std::vector<ConnectivityCheck> checks, Ended ended)
    : io_(io), checks_(std::move(checks)), ended_(std::move(ended)), next_(io) {}

asio::awaitable<void> Connectivity::watch() {
  for (;;) {
    while (steady_now() < record_.next_round()) {
      next_.expires_at(record_.next_round());
      (void)co_await next_.async_wait(
          asio::as_tuple(asio::use_awaitable));  // cancelled: look again
    }
    CheckRound round{.began = steady_now(), .failure = {}};
    round.failure = co_await look();
    ended_(round);
    record_.ended(std::move(round));
    for (asio::steady_timer* timer : *waiting_) timer->cancel();
  }
}

asio::awaitable<std::optional<Failure>> Connectivity::excuse(SteadyTime began, SteadyTime until) {
  const SteadyTime failed = steady_now();
  const SteadyTime patience = std::min(until, failed + kPatience);
  record_.asked(failed);
  next_.cancel();
  asio::steady_timer timer(io_);
  const Listed listed(waiting_, timer);
  while (!record_.decides(failed) && steady_now() < patience) {
    timer.expires_at(patience);
    (void)co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return record_.excuse(began, failed, steady_now());
}

asio::awaitable<std::optional<Failure>> Connectivity::look() {
  const auto look = std::make_shared<Look>(io_);
  const SteadyTime deadline = steady_now() + kTimeout;
  for (const ConnectivityCheck& check : checks_) {
    asio::co_spawn(io_, ask(check, deadline, look), rethrow_bug);
  }
  while (!look->passed && look->failed.size() < checks_.size()) {
    (void)co_await look->changed.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (look->passed) co_return std::nullopt;
  co_return failure_of_round(look->failed);
}

asio::awaitable<void> Connectivity::ask(ConnectivityCheck check, SteadyTime deadline,
                                        std::shared_ptr<Look> look) {
  model::ProbeFacts facts = co_await check.ask(deadline);
  if (facts.outcome == model::Outcome::Up) {
    look->passed = true;
  } else {
    look->failed.push_back({std::move(check.url), std::move(facts)});
  }
  look->changed.cancel();
}

}  // namespace vedette::prober
