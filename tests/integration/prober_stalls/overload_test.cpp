#include <chrono>
#include <map>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

#include "afflictions.hpp"
#include "support/dns_server.hpp"
#include "support/own_network.hpp"
#include "support/prober/rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

using model::Reason;
using std::chrono::seconds;

constexpr int kTargets = 10'000;
constexpr Millis kPatience{60'000};
/// Fewer than a prober holds for itself.
constexpr std::size_t kHeldDescriptors = 16;

/// This process and its children ask 127.0.0.1:53 for names.
struct OwnNames {
  OwnNames() { OwnNetwork::ask_loopback_for_names(); }
  OwnNetwork network;
};
BOOST_TEST_GLOBAL_FIXTURE(OwnNames);

/// Each under a name of its own, one failure away from down; half of them hasty.
std::string all_targets(std::uint16_t port) {
  std::string manifests;
  for (int i = 0; i < kTargets; ++i) {
    const std::string name = "s" + std::to_string(i);
    manifests += fmt::format(
        R"({{"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":{{"name":"{0}"}},)"
        R"("spec":{{"url":"http://{0}.test:{1}/ok","interval":"30s","failureThreshold":1,)"
        R"("timeout":"{2}"}}}})"
        "\n---\n",
        name, port, i % 2 == 0 ? "10s" : "4s");
  }
  return manifests;
}

double failures(Rig& rig, Reason reason) {
  return rig.metric("vedette_prober_failures_total{reason=\"" + std::string(to_text(reason)) +
                    "\"}");
}

void wait_for_ups(Rig& rig, double count) {
  const auto ups = [&] { return rig.metric("vedette_prober_results_total{outcome=\"up\"}"); };
  const double before = ups();
  wait_until("results that are up", kPatience, [&] { return ups() >= before + count; });
}

BOOST_AUTO_TEST_SUITE(prober_overload)

BOOST_AUTO_TEST_CASE(overload_of_our_own_making_calls_none_of_10000_sites_down) {
  const DnsAnswer here{.addresses = {"127.0.0.1"}};
  DnsServer dns({}, 53);
  dns.answer_all(here);
  Rig rig;
  rig.put_file("all", all_targets(rig.site.http_port()));
  rig.start_prober();
  wait_for_ups(rig, 1'500);
  {
    const BusyCore busy(rig.prober().pid());
    std::this_thread::sleep_for(seconds(8));  // the subject, not a wait for something
  }
  wait_for_ups(rig, 500);
  {
    const FewDescriptors few(rig.prober().pid(), kHeldDescriptors);
    std::this_thread::sleep_for(seconds(5));  // the subject; /metrics is out of reach too
  }
  wait_for_ups(rig, 500);
  dns.answer_all({.addresses = {"127.0.0.1"}, .delay = seconds(6)});
  wait_until("names that no nameserver answers in time", kPatience,
             [&] { return failures(rig, Reason::ProberOffline) >= 1'000; });
  dns.answer_all(here);
  wait_for_ups(rig, 1'500);

  BOOST_TEST(rig.metric("vedette_prober_stalls_total") > 0);
  BOOST_TEST(failures(rig, Reason::ProberResources) > 0);
  BOOST_TEST((rig.stop_prober().code == 0));
  std::map<std::string, int> down;
  for (const Stored& stored : rig.stored()) {
    const model::ProbeResult& result = stored.result;
    if (result.facts.outcome == model::Outcome::Down || result.verdict == model::Verdict::Down) {
      ++down[std::string(to_text(result.facts.reason)) + ": " + result.facts.message];
    }
  }
  for (const auto& [why, count] : down) BOOST_ERROR(count << " results are down: " << why);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
