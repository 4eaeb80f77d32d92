#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>

#include "integration/prober_egress/door.hpp"
#include "integration/prober_egress/ways.hpp"
#include "prober/egress/policy.hpp"
#include "support/dns_server.hpp"
#include "support/own_network.hpp"
#include "unit/probe/probe_bed.hpp"

namespace vedette::test {
namespace {

using prober::AddressRange;
using prober::EgressMode;
using prober::EgressPolicy;

/// A network where every address is this machine's: without the policy each way would arrive.
struct WholeWorld {
  WholeWorld() { OwnNetwork::be_everywhere(); }

 private:
  OwnNetwork network_;
};
BOOST_TEST_GLOBAL_FIXTURE(WholeWorld);

const std::map<std::string, DnsAnswer> kNamesAnswered = {
    {"localhost", {.addresses = {"127.0.0.1"}}},
    {"loopback.test", {.addresses = {"127.0.0.1"}}},
    {"internal.search.test", {.addresses = {"10.0.0.9"}}},
    {"metadata.test", {.addresses = {"169.254.169.254"}}},
    {"many.test", {.addresses = {"10.0.0.1", "192.168.0.1", "203.0.113.1"}}},
    {"loopback6.test", {.addresses = {"::1"}}},
    {"mapped.test", {.addresses = {"::ffff:10.0.0.1"}}},
    {"nat64.test", {.addresses = {"64:ff9b::a9fe:a9fe"}}},
    {"rebinding.test", {.addresses = {"198.51.100.1"}, .next_addresses = {"127.0.0.1"}}},
    {"rebinding6.test", {.addresses = {"2606:4700::1"}, .next_addresses = {"::1"}}},
    {"mixed.test", {.addresses = {"127.0.0.1", "198.51.100.1", "10.0.0.1"}}},
};

EgressPolicy tenant() {
  return EgressPolicy({.mode = EgressMode::Tenant,
                       .deny = {AddressRange::parse("203.0.113.0/24").value()},
                       .ports = {80}});
}

/// How many TCP connections this network has tried to open: one SYN or more for each.
long connections_opened() {
  std::ifstream file("/proc/self/net/snmp");
  std::string line;
  for (std::string names; std::getline(file, line);) {
    if (!line.starts_with("Tcp:")) continue;
    if (names.empty()) {
      names = line;
      continue;
    }
    std::istringstream name_words(names);
    std::istringstream words(line);
    for (std::string name, word; name_words >> name && words >> word;) {
      if (name == "ActiveOpens") return std::stol(word);
    }
  }
  BOOST_FAIL("/proc/self/net/snmp does not say ActiveOpens");
  return 0;
}

struct World {
  Door door;
  DnsServer dns{kNamesAnswered};

  [[nodiscard]] model::ProbeFacts probe(const Way& way, EgressPolicy policy) {
    door.expect(way.locations);
    const auto proxy = std::make_shared<const prober::Proxy>(
        prober::parse_proxy("proxy=http://127.0.0.1").value());  // the door
    ProbeBed bed{{{dns.address()}, {"search.test"}}, std::move(policy), {{"proxy", proxy}}};
    model::Target target = target_of(way.url);
    target.http.proxy = way.through_proxy ? "proxy" : "";
    return bed.probe(target);
  }
};

BOOST_FIXTURE_TEST_SUITE(prober_egress, World)

BOOST_DATA_TEST_CASE_F(World, no_way_leads_to_a_denied_address,
                       boost::unit_test::data::make(ways()), way) {
  const long before = connections_opened();
  if (way.ends == Way::Ends::BadTarget) {
    BOOST_TEST(!prober::Planner().make(std::make_shared<model::Target>(target_of(way.url))));
    BOOST_TEST(connections_opened() == before);
    return;
  }
  const auto facts = probe(way, tenant());
  const bool blocked = way.ends == Way::Ends::Blocked;
  BOOST_TEST(to_text(facts.reason) == (blocked ? "blocked_by_policy" : "redirect_invalid"),
             facts.message);
  BOOST_TEST((facts.outcome == model::Outcome::Down));
  const std::size_t allowed = way.locations.size();
  BOOST_TEST(door.came().size() == allowed);
  BOOST_TEST(connections_opened() - before == static_cast<long>(allowed));
}

BOOST_DATA_TEST_CASE_F(World, without_the_policy_each_way_arrives,
                       boost::unit_test::data::make(ways()), way) {
  if (way.ends != Way::Ends::Blocked || way.dead_end) return;
  const auto facts = probe(way, {});
  const bool other_port = facts.address.ends_with(":81");  // where nobody listens
  BOOST_TEST(to_text(facts.reason) == (other_port ? "connection_refused" : "ok"), facts.message);
  BOOST_TEST(door.came().size() == way.locations.size() + (other_port ? 0 : 1));
}

BOOST_AUTO_TEST_CASE(the_allowed_one_of_several_addresses_is_taken) {
  const auto facts = probe({"mixed", "http://mixed.test/"}, tenant());
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
  BOOST_TEST(facts.address == "198.51.100.1:80");
  BOOST_TEST(door.came() == std::vector<std::string>{"198.51.100.1"});
}

BOOST_AUTO_TEST_CASE(the_message_names_address_and_rule) {
  const auto facts = probe({"many", "http://many.test/"}, tenant());
  BOOST_TEST(facts.message ==
             "probes may not go to 10.0.0.1:80 (--egress tenant denies 10.0.0.0/8, private), "
             "192.168.0.1:80 (--egress tenant denies 192.168.0.0/16, private), "
             "203.0.113.1:80 (--deny-cidr denies 203.0.113.0/24)");
  BOOST_TEST((facts.phase == model::Phase::Connect));
  BOOST_TEST(facts.address == "");
}

BOOST_AUTO_TEST_CASE(there_are_enough_ways) {
  const std::size_t count = ways().size();
  std::cout << count << " ways to a denied address were tried\n";
  BOOST_TEST(count >= 25U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
