#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include "prober_sickness.hpp"
#include "support/dns_server.hpp"
#include "support/first_line.hpp"
#include "support/own_network.hpp"
#include "support/paths.hpp"
#include "support/prober/rig.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

using model::Reason;

constexpr std::uint16_t kDnsPort = 53;
constexpr Millis kPatience{60'000};

/// This process and its children ask 127.0.0.1:53 for names.
struct OwnNames {
  OwnNames() { OwnNetwork::ask_loopback_for_names(); }
  OwnNetwork network;
};
BOOST_TEST_GLOBAL_FIXTURE(OwnNames);

/// All that lies behind the prober's network: a site of a process of its own, which answers nothing
/// while the network is cut.
class OutsideWorld {
 public:
  OutsideWorld() {
    wait_until("the site listens", kPatience, [&] {
      return std::filesystem::exists(output_) && std::filesystem::file_size(output_) > 0;
    });
    http_ = boost::json::parse(first_line(output_)).at("http").as_string();
  }

  [[nodiscard]] std::string url(const std::string& path) const { return http_ + path; }
  void cut() { site_.signal(SIGSTOP); }
  void mend() { site_.signal(SIGCONT); }

 private:
  TemporaryDirectory directory_;
  std::filesystem::path output_ = directory_.path() / "addresses.json";
  ChildProcess site_{site_program(),
                     {.arguments = {"--dir", directory_.path()}, .stdout_file = output_}};
  std::string http_;
};

double ups(Rig& rig) { return rig.metric("vedette_prober_results_total{outcome=\"up\"}"); }
double offline_results(Rig& rig) {
  return rig.metric("vedette_prober_failures_total{reason=\"prober_offline\"}");
}

void wait_for_ups(Rig& rig, double count) {
  const double before = ups(rig);
  wait_until("results that are up", kPatience, [&] { return ups(rig) >= before + count; });
}

bool ready(Rig& rig) { return rig.page("/readyz").starts_with("HTTP/1.1 200"); }

/// Some heartbeat since `time` says `healthy`.
void wait_for_heartbeat(Rig& rig, SystemTime time, bool healthy) {
  wait_until("a heartbeat that tells of it", kPatience, [&] {
    return std::ranges::any_of(rig.heartbeats_since(time), [&](const model::ShardHeartbeat& each) {
      return each.healthy == healthy;
    });
  });
}

/// Waits for excused results and for what a prober says that is offline: /readyz with `why`, its
/// gauge, its heartbeats.
void check_says_offline(Rig& rig, SystemTime since, const std::string& why) {
  wait_until("excused results", kPatience, [&] { return offline_results(rig) >= 30; });
  wait_until("saying that it is offline", kPatience, [&] {
    return rig.page("/readyz").find(why) != std::string::npos &&
           rig.metric("vedette_prober_unhealthy{reason=\"prober_offline\"}") == 1;
  });
  BOOST_TEST(!ready(rig));
  wait_for_heartbeat(rig, since, false);
}

void check_recovers(Rig& rig) {
  wait_until("the prober is ready again", kPatience, [&] { return ready(rig); });
  BOOST_TEST(rig.metric("vedette_prober_unhealthy{reason=\"prober_offline\"}") == 0);
  wait_for_heartbeat(rig, RealClock().system_now(), true);
  wait_for_ups(rig, 40);
}

BOOST_AUTO_TEST_SUITE(prober_offline)

BOOST_AUTO_TEST_CASE(a_cut_network_calls_no_site_down_and_the_prober_says_that_it_is_offline) {
  OutsideWorld world;
  Rig rig;
  for (int i = 0; i < 20; ++i) {
    rig.put_url("s" + std::to_string(i), world.url("/ok"),
                "interval: 2s, timeout: 1s, failureThreshold: 1");
  }
  rig.start_prober({"--connectivity-check", world.url("/ok"),  // and one that never answers
                    "--connectivity-check", "http://127.0.0.1:1/"});
  wait_until("the prober is ready", kPatience, [&] { return ready(rig); });
  wait_for_ups(rig, 40);
  const SystemTime cut = RealClock().system_now();
  world.cut();
  check_says_offline(rig, cut, "none of 2 connectivity checks passes");
  world.mend();
  check_recovers(rig);
  check_excused(rig, Reason::ProberOffline);
}

BOOST_AUTO_TEST_CASE(a_dead_nameserver_calls_no_site_down_and_addresses_stay_up) {
  const DnsAnswer here{.addresses = {"127.0.0.1"}};
  DnsServer dns({}, kDnsPort);
  dns.answer_all(here);
  Rig rig;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "s" + std::to_string(i);
    rig.put_url(name, fmt::format("http://{}.test:{}/ok", name, rig.site.http_port()),
                "interval: 2s, timeout: 1500ms, failureThreshold: 1");
  }
  for (int i = 0; i < 4; ++i) rig.put("address" + std::to_string(i), "/ok", "interval: 2s");
  rig.start_prober();
  wait_until("the prober is ready", kPatience, [&] { return ready(rig); });
  wait_for_ups(rig, 80);
  const SystemTime dead = RealClock().system_now();
  dns.answer_all({.manner = DnsAnswer::Manner::Silence});
  check_says_offline(rig, dead, "no nameserver has answered this prober in time");
  dns.answer_all(here);
  check_recovers(rig);
  check_excused(rig, Reason::ProberOffline);
  for (const Stored& stored : rig.stored_so_far()) {
    const bool by_address = stored.result.target.name.starts_with("address");
    BOOST_TEST((!by_address || stored.result.facts.outcome == model::Outcome::Up));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
