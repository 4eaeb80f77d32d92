#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vedette::kafka {

/// What is used of the statistics that librdkafka emits about itself
/// (its STATISTICS.md names the fields).
struct Statistics {
  struct Partition {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t end = 0;   ///< "hi_offset"; negative: not known yet
    std::int64_t next = 0;  ///< "next_offset", the next to be fetched; negative: not known yet
  };
  int brokers_up = 0;
  std::uint64_t retries = 0;            ///< requests sent again, summed over brokers
  std::uint64_t transmitted_bytes = 0;  ///< on the wire
  std::vector<Partition> partitions;    ///< those that are assigned to this consumer
};

/// Nothing when it is not JSON of that form. Fields that are missing count as zero.
[[nodiscard]] std::optional<Statistics> parse_statistics(std::string_view json);

}  // namespace vedette::kafka
