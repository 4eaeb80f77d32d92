#include "judgement.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/split.hpp>

#include "base/time_text.hpp"
#include "model/names.hpp"
#include "prober/verdict/verdict.hpp"
#include "support/writer/sql.hpp"

namespace vedette::test {
namespace {

std::vector<std::string> columns_of(const std::string& row) {
  std::vector<std::string> columns;
  boost::split(columns, row, boost::is_any_of("|"));
  return columns;
}

SystemTime from_ms(const std::string& ms) { return SystemTime(Millis(std::stoll(ms))); }

/// All rows of targets and their slots, since as Unix ms, verdict and outcome as their numbers.
constexpr const char* kRows =
    "SELECT t.name, (extract(epoch FROM r.scheduled_at) * 1000)::bigint, r.outcome, r.verdict, "
    "coalesce((extract(epoch FROM r.verdict_since) * 1000)::bigint, 0) "
    "FROM probe_result AS r JOIN target AS t ON t.id = r.target_id ORDER BY 1, 2";

}  // namespace

std::vector<std::string> missing_slots(const std::string& database, SystemTime from,
                                       SystemTime to) {
  return rows_of(database, fmt::format("SELECT t.name, (extract(epoch FROM g.scheduled_at) * "
                                       "1000)::bigint FROM gap('{}', '{}') AS g "
                                       "JOIN target AS t ON t.id = g.target_id",
                                       to_rfc3339(from), to_rfc3339(to)));
}

std::vector<std::string> broken_verdicts(const std::string& database, int failure_threshold) {
  std::vector<std::string> broken;
  std::string name;
  prober::VerdictState state;
  for (const std::string& row : rows_of(database, kRows)) {
    const auto columns = columns_of(row);
    if (std::exchange(name, columns[0]) != columns[0]) state = {};
    const SystemTime slot = from_ms(columns[1]);
    state = prober::after(state,
                          {.slot = slot,
                           .started_at = slot,
                           .outcome = static_cast<model::Outcome>(std::stoi(columns[2])),
                           .spec_hash = 1},
                          {.failure = failure_threshold, .success = 1});
    const SystemTime since = state.since.value_or(SystemTime());
    if (static_cast<model::Verdict>(std::stoi(columns[3])) != state.verdict ||
        from_ms(columns[4]) != since) {
      broken.push_back(fmt::format("{} at {}: verdict {} since {}, expected {} since {}", name,
                                   to_rfc3339(slot), columns[3], columns[4],
                                   static_cast<int>(state.verdict), to_rfc3339(since)));
    }
  }
  return broken;
}

Burst largest_burst(const std::vector<Stored>& results, const Story& story,
                    double starts_per_second, SystemTime from, SystemTime to) {
  constexpr Millis kAround(12'000);  // a takeover and what it leaves to catch up
  std::map<std::pair<std::string, SystemTime>, int> starts;
  for (const Stored& stored : results) {
    const SystemTime at = stored.result.started_at;
    if (at < from || at >= to) continue;
    ++starts[{stored.result.prober, std::chrono::floor<std::chrono::seconds>(at)}];
  }
  Burst largest;
  for (const auto& [where, count] : starts) {
    const double steady = starts_per_second / story.fewest_members(where.second, kAround);
    if (count / steady <= largest.times) continue;
    largest = {count / steady, count, where.first, where.second};
  }
  return largest;
}

}  // namespace vedette::test
