#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// Runs the assertions that read text. What is little work is done at once; what may be much, where
/// regexps may take seconds, on the thread "match", which the first of it starts: the engine's
/// other probes go on and the deadline holds.
class BodyMatcher {
 public:
  /// Bytes of text times number of patterns up to which the engine's own thread searches: 3 ms at
  /// worst (RE2 at its slowest took 42 µs per KiB and pattern where we measured).
  static constexpr size_t kMaxInline = 64 * 1024;

  explicit BodyMatcher(const boost::asio::any_io_executor& executor) : executor_(executor) {}
  BodyMatcher(const BodyMatcher&) = delete;
  BodyMatcher& operator=(const BodyMatcher&) = delete;
  /// Waits for the search that runs, which then stops after its current pattern.
  ~BodyMatcher();

  struct Verdict {
    bool in_time = true;
    bool begun = true;  ///< false: the thread was busy with others until the deadline
    std::optional<Failure> failure;
  };

  /// What is wrong with a text. May run on the thread, so it holds all it needs; returns early once
  /// `abandoned`.
  using Search = std::function<std::optional<Failure>(const std::atomic<bool>& abandoned)>;

  /// What `search` says. `work` = bytes of text times number of patterns.
  [[nodiscard]] boost::asio::awaitable<Verdict> search(std::size_t work, Search search,
                                                       SteadyTime deadline);

 private:
  struct Job;
  void run(const std::stop_token& stop);

  boost::asio::any_io_executor executor_;
  std::mutex mutex_;
  std::condition_variable_any queued_;
  std::deque<std::shared_ptr<Job>> jobs_;  // guarded by mutex_
  std::shared_ptr<Job> current_;           // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::prober
