#include <boost/test/unit_test.hpp>

#include "base/time_text.hpp"
#include "model/slots.hpp"
#include "rig.hpp"
#include "support/writer/sql.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::number_of;
using vedette::test::rows_of;
using vedette::test::value_of;

/// A database with one target, scheduled by the program's own rules.
struct GapBed {
  Rig rig{migrated_database()};
  model::ProbeResult result = results_at(noon(), 1)[0];
  model::SlotGrid grid = model::make_grid(result.target.id, result.location, Millis(10'000));

  void schedule(SystemTime from, std::optional<Millis> interval) {
    SchedulePlan plan;
    plan.files = {{"default", "f", 1, "s", true}};
    plan.targets = {{{result.target.id, "default", "synthetic", result.target.name,
                      result.target.url, std::nullopt, "{}", from},
                     "default",
                     "f"}};
    ScheduleEntry entry{result.target.id, result.location, from, interval, Millis(0), std::nullopt};
    if (interval) {
      entry.phase = model::make_grid(result.target.id, result.location, *interval).phase;
    }
    plan.entries = {entry};
    BOOST_REQUIRE(rig.maintenance.write_schedule(plan).has_value());
  }

  void probe(SystemTime slot) {
    result.scheduled_at = slot;
    BOOST_TEST(rig.store({result}));
  }

  [[nodiscard]] std::string call(const char* function, SystemTime from, SystemTime to) const {
    return std::string(function) + "('" + to_rfc3339(from) + "', '" + to_rfc3339(to) + "')";
  }
  [[nodiscard]] std::string summary(SystemTime from, SystemTime to) const {
    const auto rows =
        rows_of(rig.uri, "SELECT expected, stored, missing FROM " + call("gap_summary", from, to));
    return rows.empty() ? "nothing" : rows[0];
  }
};

BOOST_FIXTURE_TEST_SUITE(gaps, GapBed)

BOOST_AUTO_TEST_CASE(every_slot_without_a_row_is_a_gap_and_no_other) {
  const SystemTime start = grid.at_or_after(noon());
  schedule(start, Millis(10'000));
  for (const int slot : {0, 1, 3, 5}) probe(start + slot * Millis(10'000));
  const SystemTime end = start + 6 * Millis(10'000);
  const auto found =
      rows_of(rig.uri, "SELECT (extract(epoch FROM scheduled_at) * 1000)::bigint FROM " +
                           call("gap", start, end));
  const auto text = [&](int slot) {
    return std::to_string((start + slot * Millis(10'000)).time_since_epoch() / Millis(1));
  };
  const std::vector<std::string> expected = {text(2), text(4)};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
  BOOST_TEST(summary(start, end) == "6|4|2");
}

BOOST_AUTO_TEST_CASE(end_is_exclusive_and_start_inclusive) {
  const SystemTime start = grid.at_or_after(noon());
  schedule(start - std::chrono::hours(1), Millis(10'000));
  BOOST_TEST(summary(start, start) == "nothing");
  BOOST_TEST(summary(start, start + Micros(1)) == "1|0|1");
  BOOST_TEST(summary(start + Micros(1), start + Millis(10'000)) == "nothing");
  BOOST_TEST(summary(start + Micros(1), start + Millis(10'001)) == "1|0|1");
}

BOOST_AUTO_TEST_CASE(each_schedule_counts_for_its_own_time) {
  const SystemTime start = noon();
  schedule(start, Millis(10'000));
  schedule(start + Millis(60'000), std::nullopt);     // suspended for a minute
  schedule(start + Millis(120'000), Millis(20'000));  // and back, slower
  BOOST_TEST(summary(start - Millis(600'000), start + Millis(180'000)) == "9|0|9");
  BOOST_TEST(number_of(rig.uri, "SELECT count(*) FROM " + call("gap", start - Millis(600'000),
                                                               start + Millis(180'000))) == 9);
}

BOOST_AUTO_TEST_CASE(first_run_before_the_schedule_is_no_expected_slot) {
  const SystemTime start = grid.at_or_after(noon());
  schedule(start + Millis(1), Millis(10'000));
  probe(start);
  BOOST_TEST(summary(start - Millis(10'000), start + Millis(20'000)) == "1|0|1");
}

BOOST_AUTO_TEST_CASE(declared_target_that_nobody_probed_is_in_the_current_state) {
  schedule(noon() - std::chrono::days(2), Millis(10'000));
  BOOST_TEST(value_of(rig.uri, "SELECT verdict || ' ' || interval_ms FROM current_state") ==
             "unknown 10000");
}

BOOST_AUTO_TEST_CASE(current_state_is_the_latest_row_over_all_partitions) {
  probe(noon() - std::chrono::days(3));
  probe(noon() - std::chrono::days(1));
  probe(noon() - std::chrono::days(2));
  BOOST_TEST(value_of(rig.uri, "SELECT scheduled_at = '" +
                                   to_rfc3339(noon() - std::chrono::days(1)) +
                                   "' FROM current_state") == "t");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
