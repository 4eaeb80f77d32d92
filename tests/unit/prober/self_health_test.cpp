#include "prober/fitness/self_health.hpp"

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "fake_probes.hpp"
#include "support/hand_clock.hpp"

namespace vedette::prober {
namespace {

using model::Reason;

const Failure kOffline{Reason::ProberOffline, "the connectivity check fails"};

struct SelfWorld {
  [[nodiscard]] double unhealthy(Reason reason) const { return metrics.unhealthy(reason).Value(); }

  vedette::test::HandClock clock;
  prometheus::Registry registry;
  Metrics metrics{registry};
  runtime::Health health{clock};
  SelfHealth self{clock, health, metrics};
  std::size_t first = self.add_engine("engine-0");
  std::size_t second = self.add_engine("engine-1");
};

BOOST_FIXTURE_TEST_SUITE(self_health, SelfWorld)

BOOST_AUTO_TEST_CASE(a_prober_begins_healthy) {
  BOOST_TEST(self.healthy());
  BOOST_TEST(health.ready().ok);
  BOOST_TEST(unhealthy(Reason::ProberOffline) == 0);
}

BOOST_AUTO_TEST_CASE(one_sick_engine_makes_the_prober_sick_and_everything_says_why) {
  self.checked(second, kOffline);
  BOOST_TEST(!self.healthy());
  BOOST_TEST(health.ready().json == R"({"ok":false,"dependencies":{"prober":{"ok":false,)"
                                    R"("reason":"the connectivity check fails"}}})");
  BOOST_TEST(unhealthy(Reason::ProberOffline) == 1);
  self.checked(first, std::nullopt);
  BOOST_TEST(!self.healthy());
  self.checked(second, std::nullopt);
  BOOST_TEST(self.healthy());
  BOOST_TEST(health.ready().ok);
  BOOST_TEST(unhealthy(Reason::ProberOffline) == 0);
}

BOOST_AUTO_TEST_CASE(another_reason_takes_the_place_of_the_one_before) {
  self.checked(first, kOffline);
  self.checked(first, Failure{Reason::ProberResources, "no descriptor is left"});
  BOOST_TEST(unhealthy(Reason::ProberOffline) == 0);
  BOOST_TEST(unhealthy(Reason::ProberResources) == 1);
  BOOST_TEST(health.ready().json.find("no descriptor is left") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_engine_that_hangs_is_noticed_by_who_asks) {
  clock.passed += Millis(3'000);
  self.ticked(first, Micros(0));
  BOOST_TEST(!self.healthy());
  BOOST_TEST(unhealthy(Reason::ProberStalled) == 1);
}

BOOST_AUTO_TEST_CASE(excused_results_show_at_the_next_tick) {
  self.saw(first, fake_facts(model::Outcome::Unknown, Reason::ProberResources));
  self.ticked(first, Micros(0));
  BOOST_TEST(unhealthy(Reason::ProberResources) == 1);
  BOOST_TEST(!health.ready().ok);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
