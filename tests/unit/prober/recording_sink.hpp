#pragma once

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <string>
#include <vector>

#include "prober/publish/result_sink.hpp"

namespace vedette::prober {

/// Keeps what engines publish; like a broker that acknowledges at once.
class RecordingSink final : public ResultSink {
 public:
  explicit RecordingSink(SlotLedger& ledger) : ledger_(ledger) {}

  void publish(const model::ProbeResult& result, std::optional<OpenSlot> open) override {
    if (open) ledger_.end(*open);
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

  /// Waits, at most 10 s, until a target has `count` results; returns all it has.
  [[nodiscard]] std::vector<model::ProbeResult> wait_for_results_of(const std::string& name,
                                                                    std::size_t count) {
    std::vector<model::ProbeResult> found;
    const auto enough = [&] {
      found.clear();
      std::ranges::copy_if(results_, std::back_inserter(found),
                           [&](const auto& each) { return each.target.name == name; });
      return found.size() >= count;
    };
    std::unique_lock lock(mutex_);
    grown_.wait_for(lock, std::chrono::seconds(10), enough);
    return found;
  }

 private:
  SlotLedger& ledger_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<model::ProbeResult> results_;  // guarded by mutex_
};

}  // namespace vedette::prober
