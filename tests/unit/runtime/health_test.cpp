#include "runtime/health.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::runtime {
namespace {

class InventedClock final : public Clock {
 public:
  [[nodiscard]] SystemTime system_now() const override { return {}; }
  [[nodiscard]] SteadyTime steady_now() const override { return now; }
  SteadyTime now{};
};

struct Watched {
  InventedClock clock;
  Health health{clock};
};

BOOST_FIXTURE_TEST_SUITE(health_suite, Watched)

BOOST_AUTO_TEST_CASE(process_without_dependencies_and_loops_is_ready_and_live) {
  BOOST_TEST(health.ready().ok);
  BOOST_TEST(health.ready().json == R"({"ok":true,"dependencies":{}})");
  BOOST_TEST(health.live().ok);
  BOOST_TEST(health.live().json == R"({"ok":true,"loops":{}})");
}

BOOST_AUTO_TEST_CASE(one_dependency_that_is_not_ready_makes_the_process_not_ready) {
  health.set_ready("kafka");
  health.set_not_ready("postgres", "connection refused");
  BOOST_TEST(!health.ready().ok);
  BOOST_TEST(health.ready().json == R"({"ok":false,"dependencies":{"kafka":{"ok":true},)"
                                    R"("postgres":{"ok":false,"reason":"connection refused"}}})");
  health.set_ready("postgres");
  BOOST_TEST(health.ready().ok);
}

BOOST_AUTO_TEST_CASE(newest_reason_is_shown) {
  health.set_not_ready("kafka", "first");
  health.set_not_ready("kafka", "second");
  BOOST_TEST(health.ready().json.find("second") != std::string::npos);
  BOOST_TEST(health.ready().json.find("first") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(reason_from_outside_is_made_safe_for_json) {
  health.set_not_ready("kafka", "a\xFF\"b\n");
  BOOST_TEST(health.ready().json.find("a\uFFFD\\\"b\\n") != std::string::npos, health.ready().json);
}

BOOST_AUTO_TEST_CASE(loop_that_beats_is_live_and_one_that_stops_is_named) {
  const auto poll = health.add_loop("poll", Millis(1'000));
  const auto engine = health.add_loop("engine", Millis(5'000));
  clock.now += Millis(1'000);
  BOOST_TEST(health.live().ok);
  clock.now += Millis(1);
  const HealthReport report = health.live();
  BOOST_TEST(!report.ok);
  BOOST_TEST(report.json == R"({"ok":false,"loops":{"poll":{"ok":false,"ageMs":1001,"maxMs":1000},)"
                            R"("engine":{"ok":true,"ageMs":1001,"maxMs":5000}}})");
  poll->beat();
  BOOST_TEST(health.live().ok);
}

BOOST_AUTO_TEST_CASE(neighbours_never_count_for_liveness_nor_loops_for_readiness) {
  health.set_not_ready("kafka", "away");
  const auto poll = health.add_loop("poll", Millis(1));
  BOOST_TEST(health.live().ok);
  health.set_ready("kafka");
  clock.now += Millis(10);
  BOOST_TEST(health.ready().ok);
}

BOOST_AUTO_TEST_CASE(loop_that_ended_on_purpose_is_forgotten) {
  auto poll = health.add_loop("poll", Millis(1));
  clock.now += Millis(10);
  BOOST_TEST(!health.live().ok);
  poll.reset();
  BOOST_TEST(health.live().ok);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
