#include "operator/reconcile/status/token_bucket.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

using std::chrono::seconds;

BOOST_AUTO_TEST_SUITE(token_bucket)

/// How many things may happen at `now`.
int drain(TokenBucket& bucket, SteadyTime now) {
  int count = 0;
  while (bucket.take(now) == Millis(0)) ++count;
  return count;
}

BOOST_AUTO_TEST_CASE(burst_is_allowed_at_once_and_no_more) {
  TokenBucket bucket(50, 500, SteadyTime());
  BOOST_TEST(drain(bucket, SteadyTime()) == 500);
}

BOOST_AUTO_TEST_CASE(rate_is_allowed_from_then_on) {
  TokenBucket bucket(50, 500, SteadyTime());
  drain(bucket, SteadyTime());
  BOOST_TEST(drain(bucket, SteadyTime(seconds(1))) == 50);
  BOOST_TEST(drain(bucket, SteadyTime(seconds(3))) == 100);
}

BOOST_AUTO_TEST_CASE(quiet_time_fills_it_to_the_burst_only) {
  TokenBucket bucket(50, 500, SteadyTime());
  drain(bucket, SteadyTime());
  BOOST_TEST(drain(bucket, SteadyTime(seconds(3'600))) == 500);
}

BOOST_AUTO_TEST_CASE(wait_that_it_names_is_enough) {
  TokenBucket bucket(50, 1, SteadyTime());
  drain(bucket, SteadyTime());
  const Millis wait = bucket.take(SteadyTime());
  BOOST_TEST(wait.count() == 20);
  BOOST_TEST(bucket.take(SteadyTime(wait)).count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
