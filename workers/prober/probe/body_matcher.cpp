#include "prober/probe/body_matcher.hpp"

#include <pthread.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace vedette::prober {

namespace asio = boost::asio;

/// One search. The probe and the thread share it, so that either may leave first. The probe reads
/// `result` only after the thread's post, which happens after the thread wrote it.
struct BodyMatcher::Job {
  Job(const asio::any_io_executor& executor, SteadyTime deadline) : timer(executor, deadline) {}
  Search search;
  std::atomic<bool> abandoned = false;
  std::atomic<bool> begun = false;
  std::optional<Failure> result;
  asio::steady_timer timer;  // only on the engine's thread
  bool done = false;         // only on the engine's thread
};

BodyMatcher::~BodyMatcher() {
  const std::lock_guard lock(mutex_);
  thread_.request_stop();
  if (current_ != nullptr) {
    current_->abandoned = true;
  }
}

asio::awaitable<BodyMatcher::Verdict> BodyMatcher::search(std::size_t work, Search search,
                                                          SteadyTime deadline) {
  if (work <= kMaxInline) {
    const std::atomic<bool> never = false;
    co_return Verdict{true, true, search(never)};
  }
  const auto job = std::make_shared<Job>(executor_, deadline);
  job->search = std::move(search);
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(job);
    if (!thread_.joinable()) {
      thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
      pthread_setname_np(thread_.native_handle(), "match");
    }
  }
  queued_.notify_one();
  co_await job->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!job->done) {
    job->abandoned = true;
    co_return Verdict{false, job->begun, std::nullopt};
  }
  co_return Verdict{true, true, std::move(job->result)};
}

void BodyMatcher::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (queued_.wait(lock, stop, [this] { return !jobs_.empty(); }) && !stop.stop_requested()) {
    current_ = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    const auto job = current_;
    job->begun = true;
    job->result = job->search(job->abandoned);
    asio::post(executor_, [job] {
      job->done = true;
      job->timer.cancel();
    });
    lock.lock();
    current_ = nullptr;
  }
}

}  // namespace vedette::prober
