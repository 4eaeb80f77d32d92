#include "prober/fitness/judgement.hpp"

#include <boost/test/unit_test.hpp>

#include "prober/fitness/stall_monitor.hpp"

namespace vedette::prober {
namespace {

using std::chrono::seconds;

model::ProbeFacts down(model::Reason reason, const char* message) {
  model::ProbeFacts facts;
  facts.outcome = model::Outcome::Down;
  facts.reason = reason;
  facts.phase = model::Phase::Processing;
  facts.message = message;
  return facts;
}

Moment moment(Millis steady, Millis suspended = Millis(0)) {
  return {SteadyTime(seconds(1000) + steady), seconds(5000) + steady + suspended};
}

BOOST_AUTO_TEST_SUITE(judgement)

BOOST_AUTO_TEST_CASE(a_healthy_prober_is_believed) {
  const auto facts = down(model::Reason::Timeout, "no answer within 10 s");
  BOOST_TEST((judge(facts, {}) == facts));
}

BOOST_AUTO_TEST_CASE(a_stalled_prober_turns_any_down_into_unknown_and_keeps_what_it_saw) {
  const auto facts = judge(down(model::Reason::StatusMismatch, "status 503"), {.stalled = true});
  BOOST_TEST((facts.outcome == model::Outcome::Unknown));
  BOOST_TEST((facts.reason == model::Reason::ProberStalled));
  BOOST_TEST((facts.phase == model::Phase::Processing));
  BOOST_TEST(facts.message ==
             "the prober was stalled during the probe; it saw status_mismatch: status 503");
}

BOOST_AUTO_TEST_CASE(a_timeout_of_a_probe_that_began_late_says_nothing) {
  const Circumstances late{.cut_short = true, .budget = Micros(1'050'000)};
  const auto facts = judge(down(model::Reason::Timeout, "no answer"), late);
  BOOST_TEST((facts.reason == model::Reason::ProberStalled));
  BOOST_TEST(facts.message ==
             "the probe began late and had only 1050 ms; it saw timeout: no answer");
}

BOOST_AUTO_TEST_CASE(a_refusal_of_a_probe_that_began_late_counts) {
  const auto facts = down(model::Reason::ConnectionRefused, "refused");
  BOOST_TEST((judge(facts, {.cut_short = true}) == facts));
}

BOOST_AUTO_TEST_CASE(an_up_stays_up) {
  model::ProbeFacts up;
  up.outcome = model::Outcome::Up;
  up.reason = model::Reason::Ok;
  BOOST_TEST((judge(up, {.stalled = true, .cut_short = true}) == up));
}

BOOST_AUTO_TEST_CASE(an_excuse_takes_the_place_of_the_reason_and_keeps_what_was_seen) {
  const auto facts = excused(down(model::Reason::ConnectionRefused, "refused"),
                             {model::Reason::ProberOffline, "the connectivity check fails"});
  BOOST_TEST((facts.outcome == model::Outcome::Unknown));
  BOOST_TEST((facts.reason == model::Reason::ProberOffline));
  BOOST_TEST((facts.phase == model::Phase::Processing));
  BOOST_TEST(facts.message == "the connectivity check fails; it saw connection_refused: refused");
}

BOOST_AUTO_TEST_CASE(a_monitor_that_ticks_on_time_saw_no_stall) {
  StallMonitor monitor(moment(Millis(0)));
  BOOST_TEST(monitor.tick(moment(Millis(52))).count() == 2'000);
  BOOST_TEST(!monitor.stalled_since(moment(Millis(0)).steady, moment(Millis(60))));
  BOOST_TEST(monitor.stalls() == 0u);
}

BOOST_AUTO_TEST_CASE(a_late_tick_is_a_stall_for_probes_that_ran_then_and_not_for_later_ones) {
  StallMonitor monitor(moment(Millis(0)));
  BOOST_TEST(monitor.tick(moment(Millis(301))).count() == 251'000);
  (void)monitor.tick(moment(Millis(351)));
  BOOST_TEST(monitor.stalls() == 1u);
  BOOST_TEST(monitor.stalled_since(moment(Millis(100)).steady, moment(Millis(360))));
  BOOST_TEST(!monitor.stalled_since(moment(Millis(302)).steady, moment(Millis(360))));
}

BOOST_AUTO_TEST_CASE(a_stall_is_seen_before_its_tick_comes) {
  const StallMonitor monitor(moment(Millis(0)));
  BOOST_TEST(monitor.stalled_since(moment(Millis(0)).steady, moment(Millis(301))));
}

BOOST_AUTO_TEST_CASE(a_suspended_machine_is_a_stall) {
  StallMonitor monitor(moment(Millis(0)));
  (void)monitor.tick(moment(Millis(50), Millis(5'000)));
  BOOST_TEST(monitor.stalls() == 1u);
  (void)monitor.tick(moment(Millis(100), Millis(5'000)));
  BOOST_TEST(monitor.stalls() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
