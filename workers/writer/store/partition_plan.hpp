#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "writer/consume/time_window.hpp"

namespace vedette::writer {

/// How many days ahead partitions are made: a week of a database that nobody maintains.
inline constexpr int kDaysAhead = 7;

/// A table named like a partition of probe_result.
struct PartitionState {
  enum class Attachment {
    Attached,
    Detaching,  ///< a DETACH CONCURRENTLY was cut off: FINALIZE it
    Detached,   ///< only the DROP is missing
  };
  std::string name;
  Attachment attachment = Attachment::Attached;
};

/// "probe_result_20261124"
[[nodiscard]] std::string partition_name(Day day);

/// "probe_result_20261124" → that day; nothing for other names.
[[nodiscard]] std::optional<Day> partition_day(std::string_view name);

/// Those whose whole day is older than retention, oldest first. An hour's grace keeps the clocks
/// of several writers from dropping what another still fills. Pure.
[[nodiscard]] std::vector<PartitionState> plan_drops(std::vector<PartitionState> partitions,
                                                     SystemTime now, std::chrono::days retention);

/// Today and the kDaysAhead days after it.
[[nodiscard]] std::set<Day> days_ahead(SystemTime now);

/// Reads --retention: whole days, as a number with "d" ("30d") or as a GEP-2257 duration of whole
/// days ("720h"). Nothing for anything else, or outside 1 day to 10 years.
[[nodiscard]] std::optional<std::chrono::days> retention_from(std::string_view text);

}  // namespace vedette::writer
