#include <csignal>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "afflictions.hpp"
#include "prober_sickness.hpp"
#include "support/prober/rig.hpp"
#include "support/site/raw_server.hpp"
#include "support/wait_until.hpp"

namespace vedette::test {
namespace {

using model::Reason;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kPatience{60};

/// Thinks for half a second, then sends to another path: a probe that was ill meanwhile still has a
/// connection to make when it comes to itself.
void think_and_redirect(RawConnection& peer) {
  if (peer.read_head().starts_with("GET / ")) {
    peer.pause(milliseconds(500));
    peer.send("HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n");
  } else {
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
  }
}

BOOST_AUTO_TEST_SUITE(prober_stalls)

BOOST_AUTO_TEST_CASE(a_freeze_of_20_s_calls_no_site_down) {
  RawServer thinker(think_and_redirect);
  Rig rig;
  for (int i = 0; i < 20; ++i) {
    rig.put_url("t" + std::to_string(i), thinker.url(), "interval: 2s, timeout: 1500ms");
    rig.put("s" + std::to_string(i), "/slow?ms=500", "interval: 2s, timeout: 1s");
  }
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(40, kPatience));
  rig.prober().signal(SIGSTOP);
  std::this_thread::sleep_for(seconds(20));  // the subject, not a wait for something
  rig.prober().signal(SIGCONT);
  const std::size_t before = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(before + 60, kPatience));
  BOOST_TEST(rig.metric("vedette_prober_stalls_total") > 0);
  check_excused(rig, Reason::ProberStalled);
}

BOOST_AUTO_TEST_CASE(a_busy_core_calls_no_site_down) {
  RawServer thinker(think_and_redirect);
  Rig rig;
  for (int i = 0; i < 20; ++i) {
    rig.put_url("t" + std::to_string(i), thinker.url(), "interval: 2s, timeout: 800ms");
    rig.put("s" + std::to_string(i), "/ok", "interval: 1s, timeout: 250ms");
  }
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(40, kPatience));
  {
    const BusyCore busy(rig.prober().pid());
    std::this_thread::sleep_for(seconds(12));  // the subject
  }
  const std::size_t before = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(before + 60, kPatience));
  BOOST_TEST(rig.metric("vedette_prober_stalls_total") > 0);
  check_excused(rig, Reason::ProberStalled);
}

BOOST_AUTO_TEST_CASE(exhausted_descriptors_call_no_site_down) {
  Rig rig;
  for (int i = 0; i < 30; ++i) {
    // Three quarters of them are in flight at any time: ten fewer descriptors are too few.
    rig.put("s" + std::to_string(i), "/slow?ms=1500", "interval: 2s, timeout: 1900ms");
  }
  rig.put_url("named", "http://localhost:" + std::to_string(rig.site.http_port()) + "/ok",
              "interval: 1s");
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(40, kPatience));
  {
    const FewDescriptors few(rig.prober().pid(), open_descriptors(rig.prober().pid()) - 10);
    const std::size_t before = rig.site.log().all().size();
    BOOST_REQUIRE(rig.site.log().wait_for(before + 30, kPatience));
  }
  const std::size_t before = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(before + 40, kPatience));
  check_excused(rig, Reason::ProberResources);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
