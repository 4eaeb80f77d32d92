#include "kafka/consumer_progress.hpp"

namespace vedette::kafka {

void ConsumerProgress::on_assign() {
  const std::lock_guard lock(mutex_);
  ++rebalances_;
}

void ConsumerProgress::on_revoke() {
  const std::lock_guard lock(mutex_);
  begun_.clear();
  committed_.clear();
}

void ConsumerProgress::on_consumed(const std::vector<Record>& records) {
  const std::lock_guard lock(mutex_);
  consumed_ += records.size();
  const Record* previous = nullptr;
  for (const Record& record : records) {
    // Records come in runs of one partition: look up only where a run begins.
    const bool same = previous != nullptr && previous->partition == record.partition &&
                      previous->topic == record.topic;
    previous = &record;
    if (same) continue;
    begun_.try_emplace({std::string(record.topic), record.partition}, record.offset);
  }
}

void ConsumerProgress::on_committed(const Offsets& offsets) {
  const std::lock_guard lock(mutex_);
  ++commits_;
  for (const auto& [partition, offset] : offsets) committed_[partition] = offset;
}

void ConsumerProgress::on_commit_failed() {
  const std::lock_guard lock(mutex_);
  ++failed_commits_;
}

void ConsumerProgress::fill(ConsumerStats& stats, const Statistics& statistics) const {
  const std::lock_guard lock(mutex_);
  stats.consumed = consumed_;
  stats.commits = commits_;
  stats.failed_commits = failed_commits_;
  stats.rebalances = rebalances_;
  for (const Statistics::Partition& found : statistics.partitions) {
    if (found.end < 0) continue;
    PartitionLag lag{{found.topic, found.partition}, found.end, found.next};
    const auto committed = committed_.find(lag.partition);
    const auto begun = begun_.find(lag.partition);
    if (committed != committed_.end()) {
      lag.committed = committed->second;
    } else if (begun != begun_.end()) {
      lag.committed = begun->second;
    } else if (found.next < 0) {
      continue;
    }
    stats.lags.push_back(std::move(lag));
  }
}

}  // namespace vedette::kafka
