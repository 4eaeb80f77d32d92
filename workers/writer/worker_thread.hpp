#pragma once

#include <functional>
#include <future>
#include <stop_token>
#include <string>
#include <thread>

#include "base/clock.hpp"

namespace vedette::writer {

/// A named thread whose end can be waited for with a deadline. Its destructor stops and joins it.
class WorkerThread {
 public:
  WorkerThread(const std::string& name, std::function<void(const std::stop_token&)> body);

  void request_stop() { thread_.request_stop(); }
  /// Whether it has ended; waits until `end` for that.
  [[nodiscard]] bool ended_by(SteadyTime end) const;

 private:
  std::future<void> done_;
  std::jthread thread_;
};

}  // namespace vedette::writer
