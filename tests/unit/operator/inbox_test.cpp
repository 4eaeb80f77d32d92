#include "operator/reconcile/inbox.hpp"

#include <thread>

#include <boost/test/unit_test.hpp>

#include "support/operator/invented_clock.hpp"

namespace vedette::op {
namespace {

const Change kChange{Watched::Target, {}};

/// Far away: a wait that ends earlier has a reason.
SteadyTime in_a_minute() { return std::chrono::steady_clock::now() + std::chrono::minutes(1); }

BOOST_AUTO_TEST_SUITE(inbox)

BOOST_AUTO_TEST_CASE(burst_settles_after_fifty_quiet_milliseconds) {
  const SteadyTime first(std::chrono::seconds(10));
  BOOST_TEST((settles_at(first, first) - first == Millis(50)));
  BOOST_TEST((settles_at(first, first + Millis(200)) - first == Millis(250)));
}

BOOST_AUTO_TEST_CASE(burst_that_never_rests_is_acted_upon_after_half_a_second) {
  const SteadyTime first(std::chrono::seconds(10));
  BOOST_TEST((settles_at(first, first + Millis(480)) - first == Millis(500)));
}

BOOST_AUTO_TEST_CASE(change_comes_out_once_with_the_time_it_was_first_seen) {
  test::InventedClock clock;
  Inbox inbox(clock);
  const SteadyTime first = clock.steady_now();
  inbox.add(kChange);
  clock.advance(Millis(10'000));
  inbox.add(kChange);
  const Changes changes = inbox.wait({}, first + std::chrono::minutes(1));
  BOOST_REQUIRE(changes.size() == 1u);
  BOOST_TEST((changes.at(kChange) == first));
  BOOST_TEST(inbox.wait({}, clock.steady_now()).empty());
}

BOOST_AUTO_TEST_CASE(change_ends_a_wait_in_progress) {
  const RealClock clock;
  Inbox inbox(clock);
  std::jthread other([&] { inbox.add(kChange); });
  BOOST_TEST(inbox.wait({}, in_a_minute()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(wake_ends_a_wait_and_keeps_changes_for_the_next) {
  const RealClock clock;
  Inbox inbox(clock);
  inbox.add(kChange);
  inbox.wake();
  BOOST_TEST(inbox.wait({}, in_a_minute()).empty());
  BOOST_TEST(inbox.wait({}, in_a_minute()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(stop_ends_a_wait) {
  const RealClock clock;
  Inbox inbox(clock);
  std::jthread waiting(
      [&](const std::stop_token& stop) { BOOST_TEST(inbox.wait(stop, in_a_minute()).empty()); });
  waiting.request_stop();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
