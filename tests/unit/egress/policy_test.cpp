#include "prober/egress/policy.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace vedette::prober {
namespace {

using boost::asio::ip::make_address;

std::vector<AddressRange> ranges(const std::vector<std::string>& texts) {
  std::vector<AddressRange> read;
  for (const std::string& text : texts) read.push_back(AddressRange::parse(text).value());
  return read;
}

/// The rule that denies `address`, or "allowed".
std::string judged(const EgressOptions& options, const std::string& address,
                   std::uint16_t port = 443) {
  return EgressPolicy(options).denial({make_address(address), port}).value_or("allowed");
}

struct ModeRow {
  const char* address;
  const char* cluster;  ///< the block that --egress cluster denies, or ""
  const char* tenant;
  friend std::ostream& operator<<(std::ostream& out, const ModeRow& row) {
    return out << row.address;
  }
};

const std::vector<ModeRow> kModeRows = {
    {"0.0.0.0", "0.0.0.0/8", "0.0.0.0/8"},
    {"127.0.0.1", "127.0.0.0/8", "127.0.0.0/8"},
    {"127.255.255.254", "127.0.0.0/8", "127.0.0.0/8"},
    {"169.254.7.7", "169.254.0.0/16", "169.254.0.0/16"},
    {"169.254.169.254", "169.254.169.254/32", "169.254.169.254/32"},
    {"169.254.170.2", "169.254.170.2/32", "169.254.170.2/32"},
    {"168.63.129.16", "168.63.129.16/32", "168.63.129.16/32"},
    {"100.100.100.200", "100.100.100.200/32", "100.100.100.200/32"},
    {"192.0.0.192", "192.0.0.192/32", "192.0.0.192/32"},
    {"224.0.0.1", "224.0.0.0/4", "224.0.0.0/4"},
    {"255.255.255.255", "255.255.255.255/32", "255.255.255.255/32"},
    {"::", "::/128", "::/128"},
    {"::1", "::1/128", "::1/128"},
    {"fe80::1", "fe80::/10", "fe80::/10"},
    {"ff02::1", "ff00::/8", "ff00::/8"},
    {"fd00:ec2::254", "fd00:ec2::254/128", "fd00:ec2::254/128"},
    {"fd20:ce::254", "fd20:ce::254/128", "fd20:ce::254/128"},
    {"10.0.0.1", "", "10.0.0.0/8"},
    {"172.16.0.1", "", "172.16.0.0/12"},
    {"172.31.255.255", "", "172.16.0.0/12"},
    {"192.168.1.1", "", "192.168.0.0/16"},
    {"100.64.0.1", "", "100.64.0.0/10"},
    {"192.0.0.8", "", "192.0.0.0/24"},
    {"198.18.0.1", "", "198.18.0.0/15"},
    {"240.0.0.1", "", "240.0.0.0/4"},
    {"fc00::1", "", "fc00::/7"},
    {"fd12:3456::1", "", "fc00::/7"},
    {"fec0::1", "", "fec0::/10"},
    {"172.32.0.1", "", ""},
    {"100.128.0.1", "", ""},
    {"192.169.0.1", "", ""},
    {"8.8.8.8", "", ""},
    {"2606:4700:4700::1111", "", ""},
    {"64:ff9b::8.8.8.8", "", ""},
};

BOOST_AUTO_TEST_SUITE(egress_policy)

BOOST_DATA_TEST_CASE(each_mode_denies_what_it_says, boost::unit_test::data::make(kModeRows), row) {
  const std::string allowed = "allowed";
  BOOST_TEST(judged({}, row.address) == allowed);
  for (const auto& [mode, word, range] :
       {std::tuple{EgressMode::Cluster, "cluster", std::string(row.cluster)},
        std::tuple{EgressMode::Tenant, "tenant", std::string(row.tenant)}}) {
    const std::string says = judged({mode}, row.address);
    const std::string begins = std::string("--egress ") + word + " denies " + range + ", ";
    BOOST_TEST((range.empty() ? says == allowed : says.starts_with(begins)), says);
  }
}

BOOST_AUTO_TEST_CASE(the_message_names_the_rule_and_what_the_address_holds) {
  BOOST_TEST(judged({EgressMode::Tenant}, "10.0.0.1") ==
             "--egress tenant denies 10.0.0.0/8, private");
  BOOST_TEST(judged({EgressMode::Tenant}, "64:ff9b::a00:1") ==
             "--egress tenant denies 10.0.0.0/8, private, and the address holds 10.0.0.1");
  BOOST_TEST(judged({.deny = ranges({"8.8.0.0/16"})}, "8.8.8.8") ==
             "--deny-cidr denies 8.8.0.0/16");
}

BOOST_AUTO_TEST_CASE(the_narrowest_block_decides) {
  const EgressOptions options{EgressMode::Tenant, ranges({"10.96.0.0/12"}),
                              ranges({"10.0.0.0/8", "10.96.0.10/32"})};
  BOOST_TEST(judged(options, "10.1.2.3") == "allowed");
  BOOST_TEST(judged(options, "10.96.0.1") == "--deny-cidr denies 10.96.0.0/12");
  BOOST_TEST(judged(options, "10.96.0.10") == "allowed");
  BOOST_TEST(judged(options, "192.168.0.1") != "allowed");
}

BOOST_AUTO_TEST_CASE(of_equal_blocks_the_denied_one_decides) {
  BOOST_TEST(judged({.deny = ranges({"192.0.2.0/24"}), .allow = ranges({"192.0.2.0/24"})},
                    "192.0.2.1") != "allowed");
}

BOOST_AUTO_TEST_CASE(allowing_a_network_does_not_allow_the_metadata_service_in_it) {
  const EgressOptions options{EgressMode::Cluster, {}, ranges({"169.254.0.0/16"})};
  BOOST_TEST(judged(options, "169.254.1.1") == "allowed");
  BOOST_TEST(judged(options, "169.254.169.254") != "allowed");
  BOOST_TEST(judged({EgressMode::Cluster, {}, ranges({"169.254.169.254"})}, "169.254.169.254") ==
             "allowed");
}

BOOST_AUTO_TEST_CASE(denying_all_but_a_few_leaves_those) {
  const EgressOptions options{EgressMode::Open, ranges({"0.0.0.0/0", "::/0"}),
                              ranges({"192.0.2.0/24"})};
  BOOST_TEST(judged(options, "192.0.2.1") == "allowed");
  BOOST_TEST(judged(options, "198.51.100.1") != "allowed");
  BOOST_TEST(judged(options, "2001:db8::1") != "allowed");
}

BOOST_AUTO_TEST_CASE(allowing_an_address_does_not_allow_what_it_holds) {
  const EgressOptions options{EgressMode::Tenant, {}, ranges({"64:ff9b::/96"})};
  BOOST_TEST(judged(options, "64:ff9b::a00:1") != "allowed");
  BOOST_TEST(judged(options, "64:ff9b::808:808") == "allowed");
}

BOOST_AUTO_TEST_CASE(other_ports_than_those_allowed_are_denied) {
  const EgressOptions options{.ports = {80, 443}};
  BOOST_TEST(judged(options, "8.8.8.8", 443) == "allowed");
  BOOST_TEST(judged(options, "8.8.8.8", 22) == "--allow-port does not name 22");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
