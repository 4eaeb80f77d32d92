#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "kafka/consumer.hpp"

namespace vedette::kafka {

/// Where a consumer that reads partitions from their beginning goes on after a rebalance, and which
/// of them it has not read to the end yet. Pure bookkeeping; not thread-safe.
class ReadPositions {
 public:
  /// Takes an assignment; returns the offset to go on at of each of `partitions`, nothing for one
  /// that was not in the assignment before: that is read from its beginning.
  [[nodiscard]] std::vector<std::optional<std::int64_t>> on_assign(
      const std::vector<TopicPartition>& partitions);

  /// Ends that were met but not told are met again by whoever reads on.
  void on_revoke() { met_.clear(); }

  /// These have been given to the caller. What was not is read again after a rebalance.
  void on_records(const std::vector<Record>& records);

  /// A partition was read to its end.
  void on_end(TopicPartition partition);

  /// The partitions that came to their end for the first time since the last assignment.
  [[nodiscard]] std::vector<TopicPartition> take_ends();

 private:
  std::map<TopicPartition, std::optional<std::int64_t>> next_;  // the last assignment
  std::set<TopicPartition> reading_;                            // whose end was not told yet
  std::vector<TopicPartition> met_;
};

}  // namespace vedette::kafka
