#include "writer/batch/flush_rule.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

const SteadyTime kOpened{std::chrono::seconds(100)};
/// Of a batch that grew all the time until `now`.
BatchTimes growing(SteadyTime now) { return {kOpened, now}; }

BOOST_AUTO_TEST_SUITE(flush_rule)

BOOST_AUTO_TEST_CASE(empty_batch_is_never_due) {
  BOOST_TEST(!FlushRule{}.due({}, {kOpened, kOpened}, kOpened + std::chrono::hours(1)));
}

BOOST_AUTO_TEST_CASE(batch_is_due_at_its_rows_its_bytes_or_its_age) {
  const FlushRule rule;
  BOOST_TEST(!rule.due({15'999, 1'000, 0}, growing(kOpened), kOpened));
  BOOST_TEST(rule.due({16'000, 1'000, 0}, growing(kOpened), kOpened));
  BOOST_TEST(!rule.due({1, (32 << 20) - 1, 0}, growing(kOpened), kOpened));
  BOOST_TEST(rule.due({1, 32 << 20, 0}, growing(kOpened), kOpened));
  BOOST_TEST(!rule.due({1, 1, 0}, growing(kOpened + Millis(999)), kOpened + Millis(999)));
  BOOST_TEST(rule.due({1, 1, 0}, growing(kOpened + Millis(1'000)), kOpened + Millis(1'000)));
}

BOOST_AUTO_TEST_CASE(batch_of_unknown_names_goes_early) {
  BOOST_TEST(!FlushRule{}.due({3'000, 1'000, 1'999}, growing(kOpened), kOpened));
  BOOST_TEST(FlushRule{}.due({3'000, 1'000, 2'000}, growing(kOpened), kOpened));
}

BOOST_AUTO_TEST_CASE(poll_never_takes_more_than_the_batch_holds) {
  const FlushRule rule;
  BOOST_TEST(rule.room(0) == 16'000U);
  BOOST_TEST(rule.room(15'990) == 10U);
  BOOST_TEST(rule.room(16'001) == 0U);
}

BOOST_AUTO_TEST_CASE(poll_waits_no_longer_than_until_the_batch_is_due) {
  const FlushRule rule;
  BOOST_TEST(rule.wait(0, growing(kOpened), kOpened, Millis(100)).count() == 100);
  BOOST_TEST(
      rule.wait(1, growing(kOpened + Millis(500)), kOpened + Millis(500), Millis(100)).count() ==
      100);
  BOOST_TEST(
      rule.wait(1, growing(kOpened + Millis(950)), kOpened + Millis(950), Millis(100)).count() ==
      50);
  BOOST_TEST(rule.wait(1, growing(kOpened + Millis(1'500)), kOpened + Millis(1'500), Millis(100))
                 .count() == 0);
}

BOOST_AUTO_TEST_CASE(batch_worth_a_transaction_goes_when_nothing_comes_any_more) {
  const FlushRule rule;
  const BatchTimes times{kOpened, kOpened + Millis(300)};
  BOOST_TEST(!rule.due({1'000, 1, 0}, times, kOpened + Millis(319)));
  BOOST_TEST(rule.due({1'000, 1, 0}, times, kOpened + Millis(320)));
  BOOST_TEST(!rule.due({999, 1, 0}, times, kOpened + Millis(320)));
  BOOST_TEST(rule.wait(1'000, times, kOpened + Millis(305), Millis(100)).count() == 15);
  BOOST_TEST(rule.wait(999, times, kOpened + Millis(305), Millis(100)).count() == 100);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
