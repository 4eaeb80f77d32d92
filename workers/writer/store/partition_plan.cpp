#include "writer/store/partition_plan.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "model/duration.hpp"

namespace vedette::writer {
namespace {

constexpr std::string_view kPrefix = "probe_result_";
constexpr std::chrono::hours kGrace{1};
constexpr std::chrono::days kMostRetention{3650};

template <typename T>
bool read_number(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string partition_name(Day day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{}{:04}{:02}{:02}", kPrefix, static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Day> partition_day(std::string_view name) {
  if (!name.starts_with(kPrefix)) return std::nullopt;
  name.remove_prefix(kPrefix.size());
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (name.size() != 8 || !read_number(name.substr(0, 4), year) ||
      !read_number(name.substr(4, 2), month) || !read_number(name.substr(6, 2), day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

std::vector<PartitionState> plan_drops(std::vector<PartitionState> partitions, SystemTime now,
                                       std::chrono::days retention) {
  const Day oldest = std::chrono::floor<std::chrono::days>(now - kGrace) - retention;
  std::erase_if(partitions, [&](const PartitionState& partition) {
    const auto day = partition_day(partition.name);
    return !day || *day >= oldest;
  });
  std::ranges::sort(partitions, {}, &PartitionState::name);
  return partitions;
}

std::set<Day> days_ahead(SystemTime now) {
  std::set<Day> days;
  const Day today = std::chrono::floor<std::chrono::days>(now);
  for (int i = 0; i <= kDaysAhead; ++i) days.insert(today + std::chrono::days(i));
  return days;
}

std::optional<std::chrono::days> retention_from(std::string_view text) {
  std::chrono::days retention{0};
  int count = 0;
  if (text.ends_with('d') && read_number(text.substr(0, text.size() - 1), count)) {
    retention = std::chrono::days(count);
  } else if (const auto duration = model::duration_from(text)) {
    retention = std::chrono::duration_cast<std::chrono::days>(*duration);
    if (retention != *duration) return std::nullopt;
  }
  if (retention < std::chrono::days(1) || retention > kMostRetention) return std::nullopt;
  return retention;
}

}  // namespace vedette::writer
