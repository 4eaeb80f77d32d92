#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "prober/publish/result_sink.hpp"

namespace vedette::prober {

/// Keeps what engines publish.
class RecordingSink final : public ResultSink {
 public:
  void publish(const model::ProbeResult& result) override {
    const std::lock_guard lock(mutex_);
    results_.push_back(result);
    grown_.notify_all();
  }

  /// Waits, at most 10 s, until there are `count` results; returns all there are.
  [[nodiscard]] std::vector<model::ProbeResult> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    grown_.wait_for(lock, std::chrono::seconds(10), [&] { return results_.size() >= count; });
    return results_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<model::ProbeResult> results_;  // guarded by mutex_
};

}  // namespace vedette::prober
