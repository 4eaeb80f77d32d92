#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <set>

#include "unit/awkward/awkward_bed.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

constexpr Micros kMostLate = Millis(50);
/// A machine may be ill once: a probe that ended too late has two more tries. What is expected of
/// its facts holds each time.
constexpr int kTries = 3;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// The sanitizers keep freed memory and shadows of all of it.
constexpr std::int64_t kMemorySlack = 160 << 20;
/// They slow down a copy, too.
constexpr Micros kLongestTurn = Millis(200);
#else
constexpr std::int64_t kMemorySlack = 12 << 20;
/// What a neighbour in the same engine may have to wait for its turn. A text of 16 MiB that grows
/// is copied at once, which takes most of this.
constexpr Micros kLongestTurn = Millis(20);
#endif

template <typename T>
std::string words(const std::optional<T>& value) {
  return value ? std::string(to_text(*value)) : "none";
}

void check_certificate(const Expected& expected, const model::ProbeFacts& facts) {
  BOOST_REQUIRE(facts.tls.has_value() == !expected.tls_version.empty());
  if (!facts.tls) {
    return;
  }
  BOOST_TEST(facts.tls->version == expected.tls_version);
  BOOST_TEST(facts.tls->sha256.size() == 64U);
  BOOST_TEST((facts.tls->not_before && facts.tls->not_after && facts.tls->earliest_not_after));
  BOOST_TEST(facts.tls->verify_error.has_value() == !expected.certificate_verified);
}

void check_facts(const Row& row, const Flown& flown) {
  const model::ProbeFacts& facts = flown.facts;
  const Expected& expected = row.expected;
  BOOST_TEST(to_text(facts.outcome) == to_text(expected.outcome));
  BOOST_TEST(to_text(facts.reason) == to_text(expected.reason), facts.message);
  if (!facts.phase || std::ranges::count(expected.or_phases, *facts.phase) == 0) {
    BOOST_TEST(words(facts.phase) == words(expected.phase), facts.message);
  }
  BOOST_TEST(facts.status_code.value_or(0) == expected.status.value_or(0));
  BOOST_TEST(facts.body_truncated == expected.truncated);
  BOOST_TEST(facts.redirects == expected.redirects);
  BOOST_TEST(facts.message.empty() == (expected.outcome == model::Outcome::Up));
  if (expected.redirects == 0) {
    BOOST_TEST(facts.address == flown.address);
  }
  check_certificate(expected, facts);

  const model::Durations& spent = facts.durations;
  BOOST_TEST(sum_of_phases(spent).count() == spent.total.count());
  if (facts.phase) {
    BOOST_TEST(duration_of(spent, *facts.phase).count() > 0);
  }
  if (facts.reason == model::Reason::Timeout) {
    BOOST_TEST(duration_of(spent, *facts.phase).count() > spent.total.count() / 2);
  }
}

void check_memory(const Row& row, const Flown& flown) {
  model::Target target;
  row.adjust(target);
  // A text that grows is held twice while it moves; a request is held by the plan and the target.
  const std::int64_t cap = 3 * std::int64_t{target.http.max_body_bytes};
  const std::int64_t request =
      target.http.body ? 2 * static_cast<std::int64_t>(target.http.body->value.size()) : 0;
  BOOST_TEST(flown.grown_bytes <= cap + request + kMemorySlack);
}

BOOST_AUTO_TEST_SUITE(awkward_table)

BOOST_DATA_TEST_CASE(each_server_has_its_outcome_in_time, boost::unit_test::data::make(all_rows()),
                     row) {
  AwkwardBed bed;
  Micros least_late = Micros::max();
  Micros least_turn = Micros::max();
  for (int i = 0; i < kTries && (least_late > kMostLate || least_turn > kLongestTurn); ++i) {
    const Flown flown = bed.fly(row);
    check_facts(row, flown);
    check_memory(row, flown);
    least_late = std::min(least_late, flown.lateness);
    least_turn = std::min(least_turn, flown.longest_turn);
  }
  BOOST_TEST(least_turn.count() <= kLongestTurn.count());
  BOOST_TEST(least_late.count() <= kMostLate.count());
}

BOOST_AUTO_TEST_CASE(the_table_is_complete_and_its_names_are_unique) {
  const std::vector<Row> rows = all_rows();
  std::set<std::string> names;
  for (const Row& row : rows) {
    BOOST_TEST(names.insert(row.name()).second, row.name());
  }
  std::cout << "awkward servers: " << rows.size() << " rows\n";
  BOOST_TEST(rows.size() >= 60U);
}

BOOST_AUTO_TEST_CASE(every_script_has_a_row) {
  const std::vector<Row> rows = all_rows();
  AwkwardBed bed;
  for (const AwkwardScript& script : awkward_scripts(bed.site())) {
    BOOST_TEST((std::ranges::find(rows, script.name, &Row::server) != rows.end()), script.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
