#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "prober/probe/deafness.hpp"
#include "prober/probe/name_candidates.hpp"
#include "prober/probe/retry_schedule.hpp"

namespace vedette::test {
namespace {

using prober::Deafness;
using prober::name_candidates;
using prober::retry_schedule;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Names = std::vector<std::string>;

const SteadyTime kStart{std::chrono::hours(1)};

BOOST_AUTO_TEST_SUITE(dns_rules_test)

BOOST_AUTO_TEST_CASE(a_full_name_is_asked_for_once) {
  BOOST_TEST(name_candidates("shop.example", {"a.test", "b.test"}) == Names{"shop.example"});
}

BOOST_AUTO_TEST_CASE(a_name_without_a_dot_is_searched_after_the_absolute_name) {
  BOOST_TEST(name_candidates("shop", {"a.test", "b.test"}) ==
             (Names{"shop", "shop.a.test", "shop.b.test"}));
}

BOOST_AUTO_TEST_CASE(a_service_name_is_searched) {
  BOOST_TEST(name_candidates("web.shop.svc", {"cluster.local"}) ==
             (Names{"web.shop.svc", "web.shop.svc.cluster.local"}));
}

BOOST_AUTO_TEST_CASE(a_final_dot_stops_the_search) {
  BOOST_TEST(name_candidates("shop.", {"a.test"}) == Names{"shop."});
}

BOOST_AUTO_TEST_CASE(all_rounds_spread_over_the_budget) {
  for (const int servers : {1, 2, 3}) {
    for (auto budget = milliseconds(20); budget <= seconds(20); budget += milliseconds(7)) {
      const auto schedule = retry_schedule(budget, servers);
      const auto whole = schedule.timeout * ((1 << schedule.tries) - 1) * servers;
      BOOST_TEST(whole <= budget * 3 / 2);
      BOOST_TEST(whole >= budget / 2);
      BOOST_TEST(schedule.timeout.count() > 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(five_seconds_make_three_rounds_of_one_nameserver) {
  const auto schedule = retry_schedule(seconds(5), 1);
  BOOST_TEST(schedule.tries == 3);
  BOOST_TEST(schedule.timeout >= milliseconds(500));
}

BOOST_AUTO_TEST_CASE(nearly_equal_budgets_share_a_schedule) {
  BOOST_TEST((retry_schedule(milliseconds(4999), 1) == retry_schedule(milliseconds(4400), 1)));
}

/// Asks for each letter, in this order; the tickets are 1, 2, 3 …
Deafness that_asked(std::string_view letters) {
  Deafness deafness;
  for (const char letter : letters) (void)deafness.asked({&letter, 1}, kStart);
  return deafness;
}

BOOST_AUTO_TEST_CASE(three_names_without_an_answer_are_deaf) {
  Deafness deafness = that_asked("ab");
  BOOST_TEST(!deafness.deaf(1));
  BOOST_TEST(deafness.asked("c", kStart) == 3U);
  for (const Deafness::Ticket ticket : {1U, 2U, 3U}) BOOST_TEST(deafness.deaf(ticket));
}

BOOST_AUTO_TEST_CASE(one_name_asked_again_and_again_is_not_deaf) {
  BOOST_TEST(!that_asked(std::string(1'000, 'a')).deaf(500));
}

BOOST_AUTO_TEST_CASE(a_name_that_alone_is_not_answered_is_to_blame) {
  Deafness deafness = that_asked("abcdefg");
  for (const Deafness::Ticket ticket : {5U, 6U, 1U, 3U, 2U, 7U}) deafness.answered(ticket);
  BOOST_TEST(!deafness.deaf(4));
}

BOOST_AUTO_TEST_CASE(two_names_between_answers_are_to_blame_and_three_are_not) {
  Deafness deafness = that_asked("abcdefg");
  deafness.answered(1);
  deafness.answered(4);
  BOOST_TEST(!deafness.deaf(2));
  BOOST_TEST(!deafness.deaf(3));
  for (const Deafness::Ticket ticket : {5U, 6U, 7U}) BOOST_TEST(deafness.deaf(ticket));
}

BOOST_AUTO_TEST_CASE(a_nameserver_that_came_back_too_late_speaks_against_no_name) {
  Deafness deafness = that_asked("abcde");  // nobody answers a to d
  deafness.answered(5);
  for (const Deafness::Ticket ticket : {1U, 2U, 3U, 4U}) BOOST_TEST(deafness.deaf(ticket));
}

BOOST_AUTO_TEST_CASE(a_slow_nameserver_speaks_against_no_hasty_name) {
  Deafness deafness = that_asked("abcdef");  // a and b were patient
  deafness.answered(1);
  deafness.answered(2);
  BOOST_TEST(deafness.deaf(3));
}

BOOST_AUTO_TEST_CASE(questions_are_forgotten_when_thousands_are_not_answered) {
  Deafness deafness;
  for (std::size_t i = 0; i <= Deafness::kRemembered; ++i) {
    (void)deafness.asked(std::to_string(i), kStart);
  }
  BOOST_TEST(deafness.deaf(1));
  deafness.answered(1);  // late, and no harm
  BOOST_TEST(deafness.deaf(2));
}

BOOST_AUTO_TEST_CASE(answered_questions_take_no_place) {
  Deafness deafness;
  const Deafness::Ticket silent = deafness.asked("silent", kStart);
  for (std::size_t i = 0; i < 3 * Deafness::kRemembered; ++i) {
    deafness.answered(deafness.asked(std::to_string(i), kStart));
  }
  BOOST_TEST(!deafness.deaf(silent));
}

BOOST_AUTO_TEST_CASE(five_seconds_of_questions_without_an_answer_are_silence) {
  Deafness deafness;
  BOOST_TEST(!deafness.silent(kStart + std::chrono::hours(1)));  // nobody asked
  const Deafness::Ticket ticket = deafness.asked("a", kStart);
  BOOST_TEST(!deafness.silent(kStart + Deafness::kSilence - milliseconds(1)));
  BOOST_TEST(deafness.silent(kStart + Deafness::kSilence));
  deafness.answered(ticket);
  BOOST_TEST(!deafness.silent(kStart + seconds(60)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
