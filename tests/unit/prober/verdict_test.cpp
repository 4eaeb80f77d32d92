#include "prober/verdict/verdict.hpp"

#include <string_view>

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

using model::Outcome;
using model::Verdict;

constexpr Thresholds kThresholds{.failure = 2, .success = 1};
constexpr std::uint64_t kSpec = 7;

SystemTime slot(int number) {
  return SystemTime(std::chrono::seconds(1'700'000'000 + 30 * number));
}

Observation seen(int number, Outcome outcome, std::uint64_t spec = kSpec) {
  return {slot(number), slot(number) + Micros(900), outcome, spec};
}

/// Applies one letter per slot: u up, d down, ? unknown.
VerdictState walk(std::string_view outcomes, Thresholds thresholds = kThresholds) {
  VerdictState state;
  int number = 0;
  for (const char letter : outcomes) {
    const Outcome outcome = letter == 'u'   ? Outcome::Up
                            : letter == 'd' ? Outcome::Down
                                            : Outcome::Unknown;
    state = after(state, seen(number++, outcome), thresholds);
  }
  return state;
}

BOOST_AUTO_TEST_SUITE(verdict)

BOOST_AUTO_TEST_CASE(nothing_is_decided_before_the_first_result) {
  const VerdictState state;
  BOOST_TEST((state.verdict == Verdict::Unknown));
  BOOST_TEST(!state.since.has_value());
}

BOOST_AUTO_TEST_CASE(one_up_makes_up_since_that_slot) {
  const VerdictState state = walk("u");
  BOOST_TEST((state.verdict == Verdict::Up));
  BOOST_TEST((state.since == slot(0)));
}

BOOST_AUTO_TEST_CASE(one_down_of_two_decides_nothing) {
  BOOST_TEST((walk("d").verdict == Verdict::Unknown));
  BOOST_TEST(!walk("d").since.has_value());
  BOOST_TEST((walk("ud").verdict == Verdict::Up));
  BOOST_TEST((walk("ud").since == slot(0)));
}

BOOST_AUTO_TEST_CASE(the_second_down_moves_it_since_the_slot_that_moved_it) {
  BOOST_TEST((walk("udd").verdict == Verdict::Down));
  BOOST_TEST((walk("udd").since == slot(2)));
  BOOST_TEST((walk("udddd").since == slot(2)));
}

BOOST_AUTO_TEST_CASE(an_up_between_two_downs_starts_the_count_over) {
  BOOST_TEST((walk("udud").verdict == Verdict::Up));
}

BOOST_AUTO_TEST_CASE(flapping_below_the_success_threshold_stays_down) {
  const Thresholds slow{.failure = 2, .success = 3};
  BOOST_TEST((walk("dduudu", slow).verdict == Verdict::Down));
  BOOST_TEST((walk("dduuu", slow).verdict == Verdict::Up));
}

BOOST_AUTO_TEST_CASE(unknown_moves_no_counter_and_resets_none) {
  BOOST_TEST((walk("ud?d").verdict == Verdict::Down));
  BOOST_TEST((walk("u?????").verdict == Verdict::Up));
  BOOST_TEST((walk("???").verdict == Verdict::Unknown));
}

BOOST_AUTO_TEST_CASE(counters_are_capped_at_their_thresholds) {
  BOOST_TEST(walk("dddddddddd").failures == 2);
  BOOST_TEST(walk("uuuuuuuuuu").successes == 1);
}

BOOST_AUTO_TEST_CASE(a_slot_at_or_before_the_last_one_changes_nothing) {
  const VerdictState state = walk("udd");
  BOOST_TEST((after(state, seen(2, Outcome::Up), kThresholds) == state));
  Observation late = seen(1, Outcome::Up);
  late.started_at = slot(3);
  BOOST_TEST((after(state, late, kThresholds) == state));
}

BOOST_AUTO_TEST_CASE(a_last_slot_in_the_future_is_ignored) {
  VerdictState state = walk("u");
  state.last_slot = slot(1000);
  state = after(state, seen(1, Outcome::Down), kThresholds);
  state = after(state, seen(2, Outcome::Down), kThresholds);
  BOOST_TEST((state.verdict == Verdict::Down));
  BOOST_TEST((state.last_slot == slot(2)));
}

BOOST_AUTO_TEST_CASE(another_spec_starts_over_from_unknown) {
  const VerdictState state = after(walk("udd"), seen(3, Outcome::Down, kSpec + 1), kThresholds);
  BOOST_TEST((state.verdict == Verdict::Unknown));
  BOOST_TEST((state.since == slot(3)));
  BOOST_TEST(state.failures == 1);
}

BOOST_AUTO_TEST_CASE(another_spec_that_is_up_at_once_stays_up_since_before) {
  const VerdictState state = after(walk("u"), seen(3, Outcome::Up, kSpec + 1), kThresholds);
  BOOST_TEST((state.verdict == Verdict::Up));
  BOOST_TEST((state.since == slot(0)));
}

BOOST_AUTO_TEST_CASE(a_lowered_threshold_counts_from_the_next_result) {
  const Thresholds patient{.failure = 5, .success = 1};
  const VerdictState state = after(walk("uddd", patient), seen(4, Outcome::Down), kThresholds);
  BOOST_TEST((state.verdict == Verdict::Down));
  BOOST_TEST(state.failures == 2);
}

BOOST_AUTO_TEST_CASE(a_state_from_the_wire_goes_on_as_the_verdict_it_was) {
  model::TargetState state;
  state.verdict = Verdict::Up;
  state.since = slot(0);
  state.failures = 1;
  state.last_slot = slot(1);
  state.spec_hash = kSpec;
  BOOST_TEST((verdict_state_of(state) == walk("ud")));
  BOOST_TEST((after(verdict_state_of(state), seen(2, Outcome::Down), kThresholds) == walk("udd")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
