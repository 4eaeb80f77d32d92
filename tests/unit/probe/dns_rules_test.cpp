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

BOOST_AUTO_TEST_CASE(three_names_unanswered_for_five_seconds_are_deaf) {
  Deafness deafness;
  deafness.asked("a", kStart);
  deafness.asked("b", kStart + seconds(1));
  deafness.asked("c", kStart + seconds(2));
  BOOST_TEST(!deafness.deaf(kStart + Deafness::kSilence - milliseconds(1)));
  BOOST_TEST(deafness.deaf(kStart + Deafness::kSilence));
}

BOOST_AUTO_TEST_CASE(one_name_asked_again_and_again_is_not_deaf) {
  Deafness deafness;
  for (int i = 0; i < 100; ++i) {
    deafness.asked("a", kStart + seconds(i));
  }
  BOOST_TEST(!deafness.deaf(kStart + seconds(100)));
}

BOOST_AUTO_TEST_CASE(any_answer_ends_deafness) {
  Deafness deafness;
  for (const char* name : {"a", "b", "c"}) {
    deafness.asked(name, kStart);
  }
  deafness.answered();
  BOOST_TEST(!deafness.deaf(kStart + seconds(60)));
}

BOOST_AUTO_TEST_CASE(an_idle_hour_is_no_silence) {
  Deafness deafness;
  deafness.answered();
  for (const char* name : {"a", "b", "c"}) {
    deafness.asked(name, kStart + std::chrono::hours(1));
  }
  BOOST_TEST(!deafness.deaf(kStart + std::chrono::hours(1) + seconds(1)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
