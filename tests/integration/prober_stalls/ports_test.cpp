#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/test/unit_test.hpp>

#include "prober_sickness.hpp"
#include "support/dns_server.hpp"
#include "support/own_network.hpp"
#include "support/prober/rig.hpp"
#include "unit/probe/probe_bed.hpp"

using vedette::test::OwnNetwork;
BOOST_TEST_GLOBAL_FIXTURE(OwnNetwork);

namespace vedette::test {
namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::uint16_t kFirst = 61'000;
constexpr std::uint16_t kLastOfFew = 61'007;

/// Few ports for those who connect, until destroyed.
struct FewPorts {
  FewPorts() { OwnNetwork::set_local_ports(kFirst, kLastOfFew); }
  FewPorts(const FewPorts&) = delete;
  FewPorts& operator=(const FewPorts&) = delete;
  ~FewPorts() { OwnNetwork::set_local_ports(32'768, 60'999); }
};

BOOST_AUTO_TEST_SUITE(prober_ports)

BOOST_AUTO_TEST_CASE(exhausted_ports_call_no_site_down) {
  Rig rig;
  for (int i = 0; i < 40; ++i) {
    rig.put("s" + std::to_string(i), "/slow?ms=1000", "interval: 2s, timeout: 1900ms");
  }
  rig.start_prober();
  BOOST_REQUIRE(rig.site.log().wait_for(60, kPatience));
  {
    const FewPorts few;
    const std::size_t before = rig.site.log().all().size();
    BOOST_REQUIRE(rig.site.log().wait_for(before + 20, kPatience));
  }
  const std::size_t before = rig.site.log().all().size();
  BOOST_REQUIRE(rig.site.log().wait_for(before + 60, kPatience));
  check_excused(rig, model::Reason::ProberResources);
}

BOOST_AUTO_TEST_CASE(a_question_without_a_free_port_says_nothing_of_the_name) {
  const Site site;
  const DnsServer dns({{"shop.test", {.addresses = {"127.0.0.1"}}}});
  const auto target = target_of("http://shop.test:" + std::to_string(site.http_port()) + "/ok");
  ProbeBed bed{{{dns.address()}, {"search.test"}}};
  {
    const FewPorts few;
    namespace asio = boost::asio;
    asio::io_context io;
    std::vector<asio::ip::udp::socket> taken;
    for (std::uint16_t port = kFirst; port <= kLastOfFew; ++port) {
      taken.emplace_back(io, asio::ip::udp::endpoint(asio::ip::udp::v4(), port));
    }
    const auto facts = bed.probe(target);
    BOOST_TEST(to_text(facts.reason) == "prober_resources", facts.message);
  }
  const auto facts = bed.probe(target);
  BOOST_TEST(to_text(facts.reason) == "ok", facts.message);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
