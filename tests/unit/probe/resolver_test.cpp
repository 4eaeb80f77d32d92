#include <sys/resource.h>

#include <algorithm>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>

#include "support/black_hole.hpp"
#include "support/dns_server.hpp"
#include "support/site/site.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using model::IpFamily;
using model::Outcome;
using model::Phase;
using model::Reason;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Manner = DnsAnswer::Manner;
using Questions = std::vector<std::string>;

/// A nameserver, a site behind the names it knows, and probes that ask only there.
struct DnsBed {
  DnsServer dns{{
      {"shop.test", {.addresses = {"127.0.0.1", "::1"}}},
      {"slow.test", {.addresses = {"127.0.0.1"}, .delay = milliseconds(200)}},
      {"late.test", {.addresses = {"127.0.0.1"}, .delay = milliseconds(1200)}},
      {"v6.test", {.addresses = {"::1"}}},
      {"empty.test", {}},
      {"broken.test", {.code = 2}},
      {"refused.test", {.code = 5}},
      {"garbage.test", {.manner = Manner::Garbage}},
      {"silent.test", {.manner = Manner::Silence}},
      {"large.test", {.addresses = {"127.0.0.1"}, .manner = Manner::Truncated}},
      {"two.test", {.addresses = {"127.0.0.2", "127.0.0.1"}}},
      {"unreachable-first.test", {.addresses = {"224.0.0.1", "127.0.0.1"}}},
      {"inside.search.test", {.addresses = {"127.0.0.1"}}},
      {"web.shop.svc.search.test", {.addresses = {"127.0.0.1"}}},
  }};
  Site site;
  ProbeBed bed{{{dns.address()}, {"search.test"}}};

  [[nodiscard]] model::Target target(const std::string& host,
                                     IpFamily family = IpFamily::Auto) const {
    model::Target target =
        target_of("http://" + host + ":" + std::to_string(site.http_port()) + "/ok");
    target.ip_family = family;
    return target;
  }
};

struct ResolverRow {
  std::string host;
  Reason reason;
  Questions questions;
  IpFamily family = IpFamily::Auto;
  friend std::ostream& operator<<(std::ostream& out, const ResolverRow& row) {
    return out << row.host;
  }
};

const std::vector<ResolverRow> kResolverRows = {
    {"shop.test", Reason::Ok, {"shop.test A"}},
    {"shop.test", Reason::Ok, {"shop.test A"}, IpFamily::IPv4},
    {"slow.test", Reason::Ok, {"slow.test A"}},
    {"unknown.test", Reason::DnsNotFound, {"unknown.test A"}},
    {"empty.test", Reason::DnsNotFound, {"empty.test A", "empty.test AAAA"}},
    {"shop.test.", Reason::Ok, {"shop.test A"}},
    {"large.test", Reason::Ok, {"large.test A", "large.test A by TCP"}},
    {"v6.test", Reason::DnsNotFound, {"v6.test A"}, IpFamily::IPv4},
    {"broken.test", Reason::DnsError, {"broken.test A", "broken.test AAAA"}},
    {"refused.test", Reason::DnsError, {"refused.test A", "refused.test AAAA"}},
    {"inside", Reason::Ok, {"inside A", "inside.search.test A"}},
    {"web.shop.svc", Reason::Ok, {"web.shop.svc A", "web.shop.svc.search.test A"}},
    {"nowhere", Reason::DnsNotFound, {"nowhere A", "nowhere.search.test A"}},
    {"127.0.0.1", Reason::Ok, {}},
    {"127.0.0.1", Reason::DnsNotFound, {}, IpFamily::IPv6},
    {"localhost", Reason::Ok, {}},
};

BOOST_FIXTURE_TEST_SUITE(resolver_test, DnsBed)

BOOST_DATA_TEST_CASE_F(DnsBed, each_name_asks_what_it_must_and_has_its_reason,
                       boost::unit_test::data::make(kResolverRows), row) {
  const auto facts = bed.probe(target(row.host, row.family));
  BOOST_TEST(to_text(facts.reason) == to_text(row.reason), facts.message);
  BOOST_TEST(dns.questions() == row.questions, boost::test_tools::per_element());
  if (row.reason != Reason::Ok) {
    BOOST_TEST((facts.phase == Phase::Dns));
    BOOST_TEST(facts.address.empty());
  }
}

BOOST_AUTO_TEST_CASE(garbage_is_an_error_of_dns) {
  const auto facts = bed.probe(target("garbage.test"));
  BOOST_TEST(to_text(facts.reason) == "dns_error", facts.message);
  auto questions = dns.questions();  // c-ares may ask again before it gives up
  questions.erase(std::unique(questions.begin(), questions.end()), questions.end());
  BOOST_TEST(questions == (Questions{"garbage.test A", "garbage.test AAAA"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(auto_falls_back_to_ipv6_and_the_address_is_bracketed) {
  const auto facts = bed.probe(target("v6.test"));  // the site listens on IPv4 only
  BOOST_TEST(facts.address == "[::1]:" + std::to_string(site.http_port()));
  BOOST_TEST(dns.questions() == (Questions{"v6.test A", "v6.test AAAA"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_slow_nameserver_is_charged_to_dns) {
  const auto facts = bed.probe(target("slow.test"));
  BOOST_TEST((facts.durations.dns >= milliseconds(190)));
  BOOST_TEST((facts.durations.dns > facts.durations.total / 2));
}

BOOST_AUTO_TEST_CASE(every_probe_asks_anew) {
  (void)bed.probe(target("shop.test"));
  (void)bed.probe(target("shop.test"));
  BOOST_TEST(dns.questions() == (Questions{"shop.test A", "shop.test A"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_nameserver_that_was_quick_so_far_is_still_waited_for) {
  for (int i = 0; i < 5; ++i) {
    (void)bed.probe(target("shop.test"), Millis(12'000));
  }
  const auto facts = bed.probe(target("late.test"), Millis(12'000));
  BOOST_TEST(to_text(facts.reason) == to_text(Reason::Ok), facts.message);
  BOOST_TEST((facts.durations.dns >= milliseconds(1100)));
}

BOOST_AUTO_TEST_CASE(a_silent_nameserver_is_given_up_at_half_of_the_time) {
  const auto facts = bed.probe(target("silent.test"), Millis(1000));
  BOOST_TEST(to_text(facts.reason) == "dns_timeout", facts.message);
  BOOST_TEST((facts.phase == Phase::Dns));
  BOOST_TEST((facts.durations.total >= milliseconds(300)));
  BOOST_TEST((facts.durations.total < milliseconds(900)));
  BOOST_TEST(dns.questions().size() >= 2U);  // it was asked again
}

BOOST_AUTO_TEST_CASE(dead_names_delay_nobody) {
  std::vector<model::Target> targets(50, target("silent.test"));
  targets.push_back(target("shop.test"));
  const auto all = bed.probe_all(targets, Millis(3000));
  BOOST_TEST(to_text(all.front().reason) == "dns_timeout");
  BOOST_TEST(to_text(all.back().reason) == "ok", all.back().message);
  BOOST_TEST((all.back().durations.total < milliseconds(1000)));
}

BOOST_AUTO_TEST_CASE(a_second_address_is_tried_when_the_first_refuses) {
  const auto facts = bed.probe(target("two.test"));  // nobody listens on 127.0.0.2
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.address == "127.0.0.1:" + std::to_string(site.http_port()));
}

BOOST_AUTO_TEST_CASE(a_second_address_is_tried_when_the_first_is_unreachable) {
  const auto facts = bed.probe(target("unreachable-first.test"));  // TCP reaches no multicast group
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.address == "127.0.0.1:" + std::to_string(site.http_port()));
  const auto alone = bed.probe("http://224.0.0.1/");
  BOOST_TEST(to_text(alone.reason) == "network_unreachable", alone.message);
  BOOST_TEST((alone.phase == Phase::Connect));
}

BOOST_AUTO_TEST_CASE(a_second_address_is_tried_when_the_first_is_a_black_hole) {
  const BlackHole hole("127.0.0.2", site.http_port());
  const auto facts = bed.probe(target("two.test"), Millis(1000));
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.address == "127.0.0.1:" + std::to_string(site.http_port()));
  BOOST_TEST((facts.durations.connect >= milliseconds(400)));  // half of the time was the first's
  const auto alone = bed.probe("http://127.0.0.2:" + std::to_string(site.http_port()) + "/ok");
  BOOST_TEST(to_text(alone.reason) == "timeout", alone.message);
  BOOST_TEST((alone.phase == Phase::Connect));
  BOOST_TEST((alone.durations.connect >= alone.durations.total - milliseconds(50)));
}

BOOST_AUTO_TEST_CASE(all_addresses_tried_are_in_the_message) {
  const auto port = std::to_string(site.http_port());
  site.stop();
  const auto facts = bed.probe(target("two.test"));
  BOOST_TEST(to_text(facts.reason) == "connection_refused");
  BOOST_TEST((facts.phase == Phase::Connect));
  BOOST_TEST(facts.message == "cannot connect to 127.0.0.2:" + port +
                                  " (Connection refused), 127.0.0.1:" + port +
                                  " (Connection refused)");
}

BOOST_AUTO_TEST_CASE(a_prober_that_no_nameserver_answers_is_offline_not_the_sites_down) {
  std::vector<model::Target> targets;
  DnsServer deaf{{{"a.test", {.manner = Manner::Silence}},
                  {"b.test", {.manner = Manner::Silence}},
                  {"c.test", {.manner = Manner::Silence}}}};
  for (const char* name : {"a.test", "b.test", "c.test"}) {
    targets.push_back(target(name));
  }
  ProbeBed offline{{{deaf.address()}, {"search.test"}}};
  for (const auto& facts : offline.probe_all(targets, Millis(10'000))) {
    BOOST_TEST(to_text(facts.reason) == "prober_offline", facts.message);
    BOOST_TEST((facts.outcome == Outcome::Unknown));
  }
}

BOOST_AUTO_TEST_CASE(a_nameserver_too_slow_for_short_timeouts_speaks_against_no_name) {
  DnsServer slow{{{"patient.test", {.addresses = {"127.0.0.1"}, .delay = milliseconds(1500)}},
                  {"a.test", {.addresses = {"127.0.0.1"}, .delay = milliseconds(1500)}},
                  {"b.test", {.addresses = {"127.0.0.1"}, .delay = milliseconds(1500)}},
                  {"c.test", {.addresses = {"127.0.0.1"}, .delay = milliseconds(1500)}}}};
  ProbeBed hasty{{{slow.address()}, {"search.test"}}};
  hasty.start(target("patient.test"), Millis(4'000));  // is answered meanwhile
  for (int round = 0; round < 2; ++round) {
    const std::vector<model::Target> targets{target("a.test"), target("b.test"), target("c.test")};
    for (const auto& facts : hasty.probe_all(targets, Millis(2'000))) {
      BOOST_TEST(to_text(facts.reason) == "prober_offline", facts.message);
    }
  }
}

BOOST_AUTO_TEST_CASE(names_that_fail_are_an_answer_and_no_sign_of_being_offline) {
  DnsServer failing{{{"a.test", {.code = 2}}, {"b.test", {.code = 2}}, {"c.test", {.code = 5}}}};
  ProbeBed two{{{failing.address(), "127.0.0.1:1"}, {"search.test"}}};
  for (const char* name : {"a.test", "b.test", "c.test"}) {
    BOOST_TEST(to_text(two.probe(target(name)).reason) == "dns_error");
  }
  std::vector<model::Target> silent(3, target("silent.test"));
  BOOST_TEST(to_text(bed.probe_all(silent, Millis(500)).back().reason) == "dns_timeout");
}

/// This process opens no descriptor any more.
class NoDescriptors {
 public:
  NoDescriptors() {
    BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit none{3, before_.rlim_max};
    BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() { (void)::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

BOOST_AUTO_TEST_CASE(a_hosts_file_that_cannot_be_opened_does_not_unmake_its_names) {
  bed.start(target("silent.test"), Millis(2000));  // keeps the nameserver's socket open
  (void)bed.io().poll();
  const NoDescriptors none;
  const auto facts = bed.probe(target("localhost"), Millis(2000));
  BOOST_TEST(to_text(facts.reason) == "prober_resources", facts.message);
}

BOOST_AUTO_TEST_CASE(a_nameserver_that_is_not_there_is_dns_error_at_once) {
  ProbeBed lost{{{"127.0.0.1:1"}, {"search.test"}}};
  const auto facts = lost.probe(target("shop.test"));
  BOOST_TEST(to_text(facts.reason) == "dns_error", facts.message);
  BOOST_TEST((facts.durations.total < seconds(2)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
