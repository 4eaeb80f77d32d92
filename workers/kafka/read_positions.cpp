#include "kafka/read_positions.hpp"

#include <algorithm>
#include <utility>

namespace vedette::kafka {

std::vector<std::optional<std::int64_t>> ReadPositions::on_assign(
    const std::vector<TopicPartition>& partitions) {
  const auto before = std::exchange(next_, {});
  reading_.clear();
  met_.clear();
  std::vector<std::optional<std::int64_t>> starts;
  starts.reserve(partitions.size());
  for (const TopicPartition& partition : partitions) {
    const auto known = before.find(partition);
    starts.push_back(known != before.end() ? known->second : std::nullopt);
    next_[partition] = starts.back();
    reading_.insert(partition);
  }
  return starts;
}

void ReadPositions::on_records(const std::vector<Record>& records) {
  for (const Record& record : records) {
    const auto place = next_.find({std::string(record.topic), record.partition});
    if (place != next_.end()) place->second = record.offset + 1;
  }
}

void ReadPositions::on_end(TopicPartition partition) {
  if (reading_.contains(partition)) met_.push_back(std::move(partition));
}

std::vector<TopicPartition> ReadPositions::take_ends() {
  std::vector<TopicPartition> ends;
  for (TopicPartition& partition : std::exchange(met_, {})) {
    if (reading_.erase(partition) > 0) ends.push_back(std::move(partition));
  }
  return ends;
}

}  // namespace vedette::kafka
