#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::op {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::OperatorRig;
using test::time_until;
using vedette::test::wait_until;

constexpr int kTargets = 2'000;
constexpr seconds kIdle{60};

void put_targets(OperatorRig& rig) {
  std::atomic<int> next = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = next++; i < kTargets; i = next++) {
        rig.put_target("site-" + std::to_string(i), "https://site.example/" + std::to_string(i));
      }
    });
  }
}

std::size_t lines_of(const std::vector<TargetFile>& files) {
  std::size_t lines = 0;
  for (const TargetFile& file : files) lines += file.lines.size();
  return lines;
}

BOOST_AUTO_TEST_SUITE(operator_scale)

BOOST_AUTO_TEST_CASE(two_thousand_targets_are_written_at_once_one_change_alone_and_then_nothing) {
  OperatorRig rig;
  put_targets(rig);

  auto started = std::chrono::steady_clock::now();
  const auto op = rig.start_operator("a");
  wait_until("all lines are there", test::kPatience,
             [&] { return lines_of(rig.files()) == kTargets; });
  const auto first = std::chrono::steady_clock::now() - started;
  BOOST_TEST_MESSAGE("first render of " << kTargets << " targets, from the process' start: "
                                        << first / milliseconds(1) << " ms");
  BOOST_TEST((first < seconds(30)));

  wait_until("every status is written", seconds(120), [&] {
    return op->metric(R"(vedette_operator_status_writes_total{result="written"})") >= kTargets &&
           op->metric("vedette_operator_status_waiting") == 0;
  });

  BOOST_TEST_MESSAGE("idle for " << kIdle / seconds(1) << " s");
  const auto before = rig.versions();
  BOOST_TEST(before.size() >= kTargets + 16u);
  const double requests = op->sum("vedette_operator_api_requests_total");
  started = std::chrono::steady_clock::now();
  wait_until("the idle time is over", kIdle * 2,
             [&] { return std::chrono::steady_clock::now() - started >= kIdle; });
  BOOST_TEST(rig.changed_since(before) == 0u);
  // The lease is renewed every second.
  BOOST_TEST(op->sum("vedette_operator_api_requests_total") - requests < 100);

  BOOST_TEST_MESSAGE("one change");
  rig.put_target("site-7", "https://elsewhere.example/");
  const auto change = time_until("the change is written", [&] {
    return rig.line("site-7").find("elsewhere") != std::string::npos;
  });
  BOOST_TEST_MESSAGE("one change written after " << change.count() << " ms");
  BOOST_TEST((change < seconds(10)));
  wait_until("its status is written", test::kPatience, [&] {
    return op->metric(R"(vedette_operator_status_writes_total{result="written"})") >= kTargets + 1;
  });
  // The Target itself (spec and status) and one ConfigMap.
  BOOST_TEST(rig.changed_since(before) == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
