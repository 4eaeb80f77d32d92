#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "prober/probe/plan.hpp"
#include "support/dns_server.hpp"
#include "support/site/raw_server.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::Outcome;
using model::Phase;

/// No further descriptor can be opened while it lives.
class NoDescriptorLeft {
 public:
  NoDescriptorLeft() {
    BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    BOOST_REQUIRE(next >= 0);
    ::close(next);
    rlimit lowered = before_;
    lowered.rlim_cur = static_cast<rlim_t>(next);
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &lowered) == 0);
  }
  NoDescriptorLeft(const NoDescriptorLeft&) = delete;
  NoDescriptorLeft& operator=(const NoDescriptorLeft&) = delete;
  ~NoDescriptorLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

/// Counts scripts that saw their connection close.
class Closings {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  [[nodiscard]] bool wait_for(int count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;  // guarded by mutex_
};

std::string refusal_of(const model::Target& target) {
  prober::Planner planner;
  const auto plan = planner.make(std::make_shared<model::Target>(target));
  return plan ? "" : plan.error().message;
}

BOOST_AUTO_TEST_SUITE(prober_test)

BOOST_AUTO_TEST_CASE(no_descriptor_for_a_connection_is_unknown) {
  RawServer server([](RawConnection&) {});
  ProbeBed bed;
  std::optional<model::ProbeFacts> facts;
  {
    const NoDescriptorLeft shortage;
    facts = bed.probe(server.url());
  }
  BOOST_TEST(to_text(facts->reason) == "prober_resources", facts->message);
  BOOST_TEST((facts->outcome == Outcome::Unknown));
  BOOST_TEST((facts->phase == Phase::Connect));
}

BOOST_AUTO_TEST_CASE(no_descriptor_for_a_lookup_is_unknown) {
  DnsServer dns({});
  ProbeBed bed({{dns.address()}, {"search.test"}});
  std::optional<model::ProbeFacts> facts;
  {
    const NoDescriptorLeft shortage;
    facts = bed.probe("http://shop.test/");
  }
  BOOST_TEST(to_text(facts->reason) == "prober_resources", facts->message);
  BOOST_TEST((facts->phase == Phase::Dns));
}

BOOST_AUTO_TEST_CASE(probes_in_flight_end_with_their_io_context) {
  Closings closings;
  RawServer silent([&closings](RawConnection& peer) {
    peer.wait_for_close();
    closings.add();
  });
  DnsServer dns({{"silent.test", {.manner = DnsAnswer::Manner::Silence}}});
  {
    ProbeBed bed({{dns.address()}, {"search.test"}});
    bed.start(target_of(silent.url()), Millis(60'000));
    bed.start(target_of("https://127.0.0.1:" + std::to_string(silent.port())), Millis(60'000));
    bed.start(target_of("http://silent.test/"), Millis(60'000));
    while (silent.accepted() < 2 || dns.questions().empty()) {
      bed.io().run_one();
    }
  }
  BOOST_TEST(closings.wait_for(2));
}

BOOST_AUTO_TEST_CASE(many_probes_share_one_thread) {
  RawServer server([](RawConnection& peer) {
    (void)peer.read_head();
    peer.pause(std::chrono::milliseconds(300));
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  ProbeBed bed;
  const std::vector<model::Target> targets(100, target_of(server.url()));
  for (const auto& facts : bed.probe_all(targets, Millis(10'000))) {
    BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  }
}

BOOST_AUTO_TEST_CASE(a_deadline_that_has_passed_already_is_timeout) {
  RawServer server([](RawConnection& peer) { peer.wait_for_close(); });
  ProbeBed bed;
  BOOST_TEST(to_text(bed.probe(server.url(), Millis(0)).reason) == "timeout");
}

BOOST_AUTO_TEST_CASE(plans_are_refused_with_the_field_that_is_wrong) {
  model::Target target = target_of("https://shop.test/");
  target.tls.ca = model::Text{{}, "no certificate"};
  BOOST_TEST(refusal_of(target).starts_with("tls.caFrom: "), refusal_of(target));
  target.tls = {};
  target.tls.certificate = model::Text{{}, "-----BEGIN NOTHING-----"};
  target.tls.key = model::Text{{}, "no key"};
  BOOST_TEST(refusal_of(target).starts_with("tls.certFrom: "), refusal_of(target));
  target.tls = {};
  target.expect.body.matches = {"("};
  BOOST_TEST(refusal_of(target).starts_with("expect.body: "), refusal_of(target));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
