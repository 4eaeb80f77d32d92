#include "prober/fleet/silence.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

constexpr SteadyTime kFirstPoll{std::chrono::hours(1)};

BOOST_AUTO_TEST_SUITE(silence_suite)

BOOST_AUTO_TEST_CASE(who_polls_is_not_in_doubt) {
  Silence silence(Millis(6'000));
  BOOST_TEST(!silence.may_be_evicted(kFirstPoll));
  silence.poll(kFirstPoll);
  BOOST_TEST(!silence.may_be_evicted(kFirstPoll + Millis(4'499)));
  silence.poll(kFirstPoll + Millis(4'499));
  BOOST_TEST(!silence.may_be_evicted(kFirstPoll + Millis(8'000)));
}

BOOST_AUTO_TEST_CASE(the_doubt_begins_a_heartbeat_before_the_session_ends) {
  Silence silence(Millis(6'000));
  silence.poll(kFirstPoll);
  BOOST_TEST(silence.may_be_evicted(kFirstPoll + Millis(4'500)));
}

BOOST_AUTO_TEST_CASE(the_doubt_lasts_two_sessions_from_the_first_poll_after_a_silence) {
  Silence silence(Millis(6'000));
  silence.poll(kFirstPoll);
  const SteadyTime woken = kFirstPoll + Millis(30'000);
  for (Millis passed(0); passed < Millis(12'000); passed += Millis(100)) {
    silence.poll(woken + passed);
    BOOST_TEST(silence.may_be_evicted(woken + passed));
  }
  silence.poll(woken + Millis(12'000));
  BOOST_TEST(!silence.may_be_evicted(woken + Millis(12'000)));
}

BOOST_AUTO_TEST_CASE(a_revoke_ends_the_doubt) {
  Silence silence(Millis(6'000));
  silence.poll(kFirstPoll);
  const SteadyTime woken = kFirstPoll + Millis(30'000);
  silence.poll(woken);
  silence.revoked(woken);
  BOOST_TEST(!silence.may_be_evicted(woken + Millis(100)));
}

BOOST_AUTO_TEST_CASE(a_revoke_inside_the_poll_that_froze_leaves_no_doubt_behind) {
  Silence silence(Millis(6'000));
  silence.poll(kFirstPoll);
  const SteadyTime woken = kFirstPoll + Millis(30'000);
  BOOST_TEST(silence.may_be_evicted(woken));
  silence.revoked(woken);
  silence.poll(woken + Millis(100));
  BOOST_TEST(!silence.may_be_evicted(woken + Millis(100)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
