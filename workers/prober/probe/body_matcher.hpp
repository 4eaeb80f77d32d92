#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "prober/probe/body_check.hpp"

namespace vedette::prober {

/// Runs body assertions. What is little work is done at once; what may be much, where regexps may
/// take seconds, on the thread "match", which the first of it starts: the engine's other probes go
/// on and the deadline holds.
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
    std::optional<std::string> disappointment;
  };

  /// What BodyCheck::disappointment says of `text`. `keeps_check` keeps `check` alive.
  [[nodiscard]] boost::asio::awaitable<Verdict> search(const BodyCheck& check,
                                                       std::shared_ptr<const void> keeps_check,
                                                       std::string text, SteadyTime deadline);

 private:
  struct Job;
  void work(const std::stop_token& stop);

  boost::asio::any_io_executor executor_;
  std::mutex mutex_;
  std::condition_variable_any queued_;
  std::deque<std::shared_ptr<Job>> jobs_;  // guarded by mutex_
  std::shared_ptr<Job> current_;           // guarded by mutex_
  std::jthread thread_;
};

}  // namespace vedette::prober
