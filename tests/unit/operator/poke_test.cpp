#include <future>
#include <thread>

#include <prometheus/registry.h>
#include <boost/test/unit_test.hpp>

#include "operator/api/json_find.hpp"
#include "operator/api/names.hpp"
#include "operator/kube/resource.hpp"
#include "operator/reconcile/poke/poke_schedule.hpp"
#include "operator/reconcile/poke/poker.hpp"
#include "support/operator/fake_api.hpp"
#include "support/operator/invented_clock.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

const SteadyTime kWrote(seconds(1'000));

/// Seconds after the write at which pods are poked, looked at every second for five minutes.
std::vector<long> pokes_of(PokeSchedule& schedule, std::optional<SteadyTime> watch_broke) {
  std::vector<long> pokes;
  for (long second = 0; second < 300; ++second) {
    if (schedule.take(kWrote + seconds(second), watch_broke)) pokes.push_back(second);
  }
  return pokes;
}

BOOST_AUTO_TEST_SUITE(poke_schedule)

BOOST_AUTO_TEST_CASE(write_is_followed_by_four_pokes) {
  PokeSchedule schedule;
  schedule.wrote(kWrote);
  BOOST_TEST(pokes_of(schedule, std::nullopt) == (std::vector<long>{0, 1, 3, 10}),
             boost::test_tools::per_element());
  BOOST_TEST(!schedule.next().has_value());
}

BOOST_AUTO_TEST_CASE(watch_that_broke_brings_two_more) {
  const std::vector<long> six{0, 1, 3, 10, 30, 60};
  PokeSchedule schedule;
  schedule.wrote(kWrote);
  BOOST_TEST(pokes_of(schedule, kWrote + seconds(2)) == six, boost::test_tools::per_element());
  schedule.wrote(kWrote);
  BOOST_TEST(pokes_of(schedule, kWrote - seconds(5)) == six, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(break_long_before_the_write_does_not_count) {
  PokeSchedule schedule;
  schedule.wrote(kWrote);
  BOOST_TEST(pokes_of(schedule, kWrote - seconds(61)).size() == 4u);
}

BOOST_AUTO_TEST_CASE(later_write_begins_anew) {
  PokeSchedule schedule;
  schedule.wrote(kWrote);
  BOOST_TEST(schedule.take(kWrote, std::nullopt));
  schedule.wrote(kWrote + seconds(2));
  BOOST_TEST((schedule.next() == kWrote + seconds(2)));
}

BOOST_AUTO_TEST_CASE(nothing_is_poked_without_a_write) {
  PokeSchedule schedule;
  BOOST_TEST(pokes_of(schedule, kWrote).empty());
}

BOOST_AUTO_TEST_SUITE_END()

struct PokeBed {
  test::InventedClock clock;
  test::FakeApi api;
  prometheus::Registry registry;
  Metrics metrics{registry, 1};
  runtime::Health health{clock};
  bool leads = true;
  Poker poker{"vedette", api,    [this] { return leads; }, [] { return std::nullopt; }, clock,
              health,    metrics};

  void put_pod(const std::string& name, bool reads) {
    json::object metadata{{"name", name}, {"namespace", "vedette"}};
    if (reads) metadata["labels"] = json::object{{kReaderLabel, "true"}};
    api.put(pods_resource(), {{"metadata", std::move(metadata)}});
  }
  [[nodiscard]] bool poked(const std::string& name) const {
    const ObjectPtr pod = api.get(pods_resource(), {"vedette", name});
    return pod != nullptr &&
           find(pod->body, {"metadata", "annotations", kPokeAnnotation}) != nullptr;
  }
};

BOOST_FIXTURE_TEST_SUITE(poker, PokeBed)

BOOST_AUTO_TEST_CASE(pods_that_read_targets_are_poked_and_no_others) {
  put_pod("prober", true);
  put_pod("database", false);
  poker.poke_all({});
  BOOST_TEST(poked("prober"));
  BOOST_TEST(!poked("database"));
  BOOST_TEST(metrics.pokes.Value() == 1);
}

BOOST_AUTO_TEST_CASE(pod_that_vanishes_meanwhile_is_no_failure) {
  put_pod("prober-1", true);
  put_pod("prober-2", true);
  api.before = [&](auto&, const std::string& name) {
    if (name == "prober-1") api.remove(pods_resource(), {"vedette", name});
  };
  poker.poke_all({});
  BOOST_TEST(poked("prober-2"));
  BOOST_TEST(metrics.gone_pokes.Value() == 1);
  BOOST_TEST(metrics.failed_pokes.Value() == 0);
}

BOOST_AUTO_TEST_CASE(pod_that_cannot_be_poked_does_not_stop_the_others) {
  put_pod("prober-1", true);
  put_pod("prober-2", true);
  api.before = [&](auto&, const std::string& name) {
    if (name == "prober-1") {
      api.failures = {{ErrorKind::Invalid, 403, "Forbidden", "no", std::nullopt}};
    }
  };
  poker.poke_all({});
  BOOST_TEST(poked("prober-2"));
  BOOST_TEST(metrics.failed_pokes.Value() == 1);
}

BOOST_AUTO_TEST_CASE(nothing_is_poked_without_leadership) {
  put_pod("prober", true);
  leads = false;
  poker.poke_all({});
  BOOST_TEST(!poked("prober"));
}

BOOST_AUTO_TEST_CASE(write_wakes_the_thread) {
  const RealClock real;
  put_pod("prober", true);
  Poker waiting(
      "vedette", api, [] { return true; }, [] { return std::nullopt; }, real, health, metrics);
  std::promise<void> poked_once;
  api.before = [&](const std::string& kind, const std::string& name) {
    if (kind == "Pod" && name == "prober" && metrics.pokes.Value() == 0) poked_once.set_value();
  };
  std::jthread thread([&](const std::stop_token& stop) { waiting.run(stop); });
  waiting.wrote();
  BOOST_TEST((poked_once.get_future().wait_for(seconds(30)) == std::future_status::ready));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
