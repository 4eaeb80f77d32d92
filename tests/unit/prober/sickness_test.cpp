#include "prober/fitness/sickness.hpp"

#include <boost/test/unit_test.hpp>

#include "fake_probes.hpp"

namespace vedette::prober {
namespace {

using model::Outcome;
using model::Reason;
using std::chrono::seconds;

/// An engine's judge, and its time.
struct Patient {
  /// Ticks on time until `time` seconds from the beginning.
  void live_until(int time) {
    for (; now < begin + seconds(time); now += Millis(50)) judge.ticked(Micros(0), now);
  }
  void sees(Outcome outcome, Reason reason, int times = 1) {
    model::ProbeFacts facts = fake_facts(outcome, reason);
    facts.message = "said so";
    for (int i = 0; i < times; ++i) judge.saw(facts, now);
  }
  std::optional<Reason> sickness() {
    const auto found = judge.judge(now);
    return found ? std::optional(found->reason) : std::nullopt;
  }

  const SteadyTime begin{std::chrono::hours(1)};
  SteadyTime now = begin;
  SicknessJudge judge{"engine-0", now};
};

BOOST_AUTO_TEST_SUITE(sickness)

BOOST_AUTO_TEST_CASE(an_engine_without_results_is_well) {
  Patient engine;
  engine.live_until(100);
  BOOST_TEST(!engine.sickness().has_value());
}

BOOST_AUTO_TEST_CASE(sites_that_are_down_make_nobody_sick) {
  Patient engine;
  engine.sees(Outcome::Down, Reason::Timeout, 100);
  engine.sees(Outcome::Unknown, Reason::ConfigError, 100);
  BOOST_TEST(!engine.sickness().has_value());
}

BOOST_AUTO_TEST_CASE(a_quarter_of_excused_results_is_sick_and_less_than_a_tenth_is_well_again) {
  Patient engine;
  engine.sees(Outcome::Up, Reason::Ok, 30);
  engine.sees(Outcome::Unknown, Reason::ProberResources, 9);
  BOOST_TEST(!engine.sickness().has_value());
  engine.sees(Outcome::Unknown, Reason::ProberResources);
  BOOST_TEST((engine.sickness() == Reason::ProberResources));
  engine.sees(Outcome::Up, Reason::Ok, 60);  // a tenth
  BOOST_TEST(engine.sickness().has_value());
  engine.sees(Outcome::Up, Reason::Ok);
  BOOST_TEST(!engine.sickness().has_value());
  engine.sees(Outcome::Unknown, Reason::ProberResources, 5);
  BOOST_TEST(!engine.sickness().has_value());
}

BOOST_AUTO_TEST_CASE(the_commonest_reason_is_said_with_its_last_message) {
  Patient engine;
  engine.sees(Outcome::Unknown, Reason::ProberStalled, 2);
  engine.sees(Outcome::Unknown, Reason::ProberOffline, 3);
  engine.sees(Outcome::Up, Reason::Ok, 5);
  const auto found = engine.judge.judge(engine.now);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST((found->reason == Reason::ProberOffline));
  BOOST_TEST(
      found->message ==
      "5 of the last 10 results of engine-0 are unknown, most of them prober_offline: said so");
}

BOOST_AUTO_TEST_CASE(results_of_more_than_ten_seconds_ago_count_only_where_there_are_few) {
  Patient many;
  many.sees(Outcome::Unknown, Reason::ProberOffline, 100);
  many.live_until(10);
  many.sees(Outcome::Up, Reason::Ok, 5);
  BOOST_TEST(!many.sickness().has_value());
  Patient few;
  few.sees(Outcome::Unknown, Reason::ProberOffline, 100);
  few.live_until(10);
  few.sees(Outcome::Up, Reason::Ok, 4);
  BOOST_TEST(few.sickness().has_value());
  few.live_until(60);
  BOOST_TEST(!few.sickness().has_value());
}

BOOST_AUTO_TEST_CASE(a_loop_that_stood_still_for_a_quarter_of_ten_seconds_is_sick) {
  Patient engine;
  engine.live_until(20);
  engine.judge.ticked(Millis(2'400), engine.now);
  BOOST_TEST(!engine.sickness().has_value());
  engine.judge.ticked(Millis(300), engine.now);
  BOOST_TEST((engine.sickness() == Reason::ProberStalled));
  BOOST_TEST(engine.judge.judge(engine.now)
                 ->message.starts_with("engine-0 stood still for 2.7 s of the last 10 s"));
  engine.live_until(31);
  BOOST_TEST(!engine.sickness().has_value());
}

BOOST_AUTO_TEST_CASE(ticks_that_are_late_by_less_than_a_stall_make_nobody_sick) {
  Patient engine;
  for (int i = 0; i < 100; ++i) engine.judge.ticked(Millis(250), engine.now);
  BOOST_TEST(!engine.sickness().has_value());
}

BOOST_AUTO_TEST_CASE(a_loop_that_hangs_is_sick_before_it_ticks_again) {
  Patient engine;
  engine.live_until(20);
  engine.now += Millis(2'400);
  BOOST_TEST(!engine.sickness().has_value());
  engine.now += Millis(200);
  BOOST_TEST((engine.sickness() == Reason::ProberStalled));
}

BOOST_AUTO_TEST_CASE(failed_connectivity_checks_are_sick_at_once_until_they_pass) {
  Patient engine;
  engine.sees(Outcome::Up, Reason::Ok, 100);
  engine.judge.checked(Failure{Reason::ProberOffline, "no check passes"});
  const auto found = engine.judge.judge(engine.now);
  BOOST_REQUIRE(found.has_value());
  BOOST_TEST((found->reason == Reason::ProberOffline));
  BOOST_TEST(found->message == "no check passes");
  engine.judge.checked(std::nullopt);
  BOOST_TEST(!engine.sickness().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
