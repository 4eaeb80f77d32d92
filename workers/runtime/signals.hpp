#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace vedette::runtime {

/// Turns SIGTERM and SIGINT into a stop request; a second one ends the process at once with
/// ExitCode::Failed. Ignores SIGPIPE, so that a closed connection is an error of its own write.
///
/// Construct it in main before any other thread: threads inherit that the signals are blocked, and
/// only the thread "signals" in here takes them. The old signal mask returns with the destructor.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Stopped once a signal came or request_stop() was called. Thread-safe.
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

  /// Stops as a signal would: for a thread that cannot go on. Thread-safe.
  void request_stop() { source_.request_stop(); }

 private:
  void watch();

  std::stop_source source_;
  sigset_t old_mask_{};
  int signals_ = -1;  // signalfd
  int end_ = -1;      // eventfd, written by the destructor
  std::jthread thread_;
};

}  // namespace vedette::runtime
