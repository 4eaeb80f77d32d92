#include <sched.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

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

std::vector<pid_t> threads_of(pid_t process) {
  std::vector<pid_t> threads;
  const auto tasks = "/proc/" + std::to_string(process) + "/task";
  for (const auto& entry : std::filesystem::directory_iterator(tasks)) {
    threads.push_back(std::stoi(entry.path().filename()));
  }
  return threads;
}

/// A core kept busy by threads that count more than the pinned process, as nice as can be: what a
/// neighbour of higher priority does. Needs no privilege.
class BusyCore {
 public:
  explicit BusyCore(pid_t process) {
    cpu_set_t allowed;
    BOOST_REQUIRE(::sched_getaffinity(0, sizeof allowed, &allowed) == 0);
    int core = 0;
    while (!CPU_ISSET(core, &allowed)) ++core;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    for (const pid_t thread : threads_of(process)) {
      BOOST_REQUIRE(::sched_setaffinity(thread, sizeof one, &one) == 0);
      BOOST_REQUIRE(::setpriority(PRIO_PROCESS, static_cast<id_t>(thread), 19) == 0);
    }
    for (int i = 0; i < 8; ++i) {
      spinners_.emplace_back([one](const std::stop_token& stop) {
        ::sched_setaffinity(0, sizeof one, &one);
        std::atomic<unsigned> turns = 0;
        while (!stop.stop_requested()) ++turns;
      });
    }
  }

 private:
  std::vector<std::jthread> spinners_;
};

/// Leaves a process fewer descriptors than it has open, until destroyed.
class FewDescriptors {
 public:
  FewDescriptors(pid_t process, std::size_t fewer) : process_(process) {
    BOOST_REQUIRE(::prlimit(process_, RLIMIT_NOFILE, nullptr, &before_) == 0);
    const auto open =
        std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd");
    const auto used = static_cast<rlim_t>(std::distance(begin(open), end(open)));
    const rlimit few{used - fewer, before_.rlim_max};
    BOOST_REQUIRE(::prlimit(process_, RLIMIT_NOFILE, &few, nullptr) == 0);
  }
  FewDescriptors(const FewDescriptors&) = delete;
  FewDescriptors& operator=(const FewDescriptors&) = delete;
  ~FewDescriptors() { (void)::prlimit(process_, RLIMIT_NOFILE, &before_, nullptr); }

 private:
  pid_t process_;
  rlimit before_{};
};

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
    const FewDescriptors few(rig.prober().pid(), 10);
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
