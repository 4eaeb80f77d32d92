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

/// Runs body assertions. Small texts are searched at once; a large one, where regexps may take
/// seconds, on the thread "match", which the first of them starts: the engine's other probes go on
/// and the deadline holds.
class BodyMatcher {
 public:
  /// Texts up to here are searched on the engine's own thread: 1 to 15 ms at worst.
  static constexpr size_t kMaxInline = 256 * 1024;

  explicit BodyMatcher(const boost::asio::any_io_executor& executor) : executor_(executor) {}
  BodyMatcher(const BodyMatcher&) = delete;
  BodyMatcher& operator=(const BodyMatcher&) = delete;
  /// Waits for the search that runs, which then stops after its current pattern.
  ~BodyMatcher();

  struct Verdict {
    bool in_time = true;
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
