#include "prober/engine/change_gate.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::prober {
namespace {

constexpr Millis kSession{6'000};
constexpr Millis kTimeout{10'000};

SteadyTime after_ms(std::int64_t ms) { return SteadyTime(std::chrono::hours(1)) + Millis(ms); }

BOOST_AUTO_TEST_SUITE(change_gate)

BOOST_AUTO_TEST_CASE(a_new_owner_waits_for_the_session_and_the_targets_timeout) {
  ChangeGate gate(2, kSession);
  gate.allow(1, after_ms(0));
  gate.polled(after_ms(15'000));
  BOOST_TEST(!gate.may_change_things(1, after_ms(15'999), kTimeout));
  BOOST_TEST(gate.may_change_things(1, after_ms(16'000), kTimeout));
  BOOST_TEST(gate.may_change_things(1, after_ms(15'999), Millis(1'000)));
  BOOST_TEST(!gate.may_change_things(0, after_ms(16'000), kTimeout));
}

BOOST_AUTO_TEST_CASE(none_starts_after_a_revoke) {
  ChangeGate gate(1, kSession);
  gate.allow(0, after_ms(0));
  gate.polled(after_ms(60'000));
  gate.forbid(0);
  BOOST_TEST(!gate.may_change_things(0, after_ms(60'000), kTimeout));
  gate.allow(0, after_ms(0));  // it was kept: the same tenure
  BOOST_TEST(gate.may_change_things(0, after_ms(60'000), kTimeout));
}

BOOST_AUTO_TEST_CASE(none_starts_when_the_last_poll_is_older_than_3_s) {
  ChangeGate gate(1, kSession);
  gate.allow(0, after_ms(0));
  BOOST_TEST(!gate.may_change_things(0, after_ms(60'000), kTimeout));
  gate.polled(after_ms(60'000));
  BOOST_TEST(gate.may_change_things(0, after_ms(63'000), kTimeout));
  BOOST_TEST(!gate.may_change_things(0, after_ms(63'001), kTimeout));
}

BOOST_AUTO_TEST_CASE(a_prober_alone_waits_for_nobody) {
  ChangeGate gate(1, kSession);
  BOOST_TEST(!gate.may_change_things(0, after_ms(0), kTimeout));
  gate.open_for_good();
  BOOST_TEST(gate.may_change_things(0, after_ms(0), kTimeout));
}

BOOST_AUTO_TEST_CASE(four_methods_change_things) {
  using model::Method;
  for (const Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete}) {
    BOOST_TEST(changes_things(method));
  }
  for (const Method method : {Method::Get, Method::Head, Method::Options}) {
    BOOST_TEST(!changes_things(method));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
