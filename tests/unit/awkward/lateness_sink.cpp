#include "unit/awkward/lateness_sink.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <iterator>
#include <stdexcept>

#include "support/processor_wait.hpp"

namespace vedette::test {
namespace {

constexpr std::chrono::seconds kRemembered{3};
constexpr std::chrono::minutes kPatienceForResults{1};

using Moments = std::deque<std::pair<SystemTime, Micros>>;

}  // namespace

prober::ProbeFactory LatenessSink::watching(prober::ProbeFactory inner) {
  return [this, inner = std::move(inner)](boost::asio::io_context& io) -> prober::ProbeFn {
    boost::asio::co_spawn(io, watch(io), boost::asio::detached);
    return [this, probe = inner(io)](std::shared_ptr<const prober::ProbePlan> plan,
                                     SteadyTime deadline) {
      note();  // the probe has just begun
      return probe(std::move(plan), deadline);
    };
  };
}

boost::asio::awaitable<void> LatenessSink::watch(boost::asio::io_context& io) {
  boost::asio::steady_timer timer(io);
  for (;;) {
    note();
    timer.expires_after(Millis(1));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

void LatenessSink::note() {
  const SystemTime now = RealClock().system_now();
  history_.emplace_back(now, waited_for_a_processor());
  while (history_.front().first < now - kRemembered) {
    history_.pop_front();
  }
}

/// From the last moment known before `from` to the first after `to`.
Micros LatenessSink::waited(SystemTime from, SystemTime to) const {
  using Moment = Moments::value_type;
  const auto begin = std::ranges::upper_bound(history_, from, {}, &Moment::first);
  const auto end = std::ranges::lower_bound(history_, to, {}, &Moment::first);
  if (begin == history_.begin() || end == history_.end()) {
    return Micros(0);
  }
  return end->second - std::prev(begin)->second;
}

void LatenessSink::publish(const model::ProbeResult& result, std::optional<prober::OpenSlot> open) {
  if (open) ledger_.end(*open);
  const Micros late =
      result.started_at - result.scheduled_at - waited(result.scheduled_at, result.started_at);
  const std::lock_guard lock(mutex_);
  if (result.target.ns != namespace_) {
    ++others_;
  } else if (!result.first_run) {
    late_.push_back(std::max(Micros(0), late));
    not_up_ += result.facts.outcome == model::Outcome::Up ? 0 : 1;
    grown_.notify_all();
  }
}

Lateness LatenessSink::of_next(std::size_t count) {
  std::unique_lock lock(mutex_);
  late_.clear();
  not_up_ = 0;
  if (!grown_.wait_for(lock, kPatienceForResults, [&] { return late_.size() >= count; })) {
    throw std::runtime_error("the engine has not probed " + std::to_string(count) +
                             " times within a minute");
  }
  std::ranges::sort(late_);
  return {late_[late_.size() / 2], late_[late_.size() * 99 / 100], not_up_};
}

std::size_t LatenessSink::others() const {
  const std::lock_guard lock(mutex_);
  return others_;
}

}  // namespace vedette::test
