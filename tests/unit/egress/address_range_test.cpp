#include "prober/egress/address_range.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>

#include "support/fault.hpp"

namespace vedette::prober {
namespace {

using boost::asio::ip::make_address;
namespace data = boost::unit_test::data;

AddressRange range_of(const std::string& text) {
  const auto range = AddressRange::parse(text);
  BOOST_REQUIRE_MESSAGE(range, fault_of(range));
  return *range;
}

BOOST_AUTO_TEST_SUITE(address_range)

BOOST_AUTO_TEST_CASE(a_range_holds_its_first_and_last_address_and_no_neighbour) {
  const AddressRange v4 = range_of("10.16.0.0/12");
  BOOST_TEST(v4.holds(make_address("10.16.0.0")));
  BOOST_TEST(v4.holds(make_address("10.31.255.255")));
  BOOST_TEST(!v4.holds(make_address("10.15.255.255")));
  BOOST_TEST(!v4.holds(make_address("10.32.0.0")));
  const AddressRange v6 = range_of("fe80::/10");
  BOOST_TEST(v6.holds(make_address("fe80::")));
  BOOST_TEST(v6.holds(make_address("febf:ffff::1")));
  BOOST_TEST(!v6.holds(make_address("fec0::")));
}

BOOST_AUTO_TEST_CASE(an_address_alone_is_a_range_of_one) {
  BOOST_TEST(range_of("192.0.2.7").text() == "192.0.2.7/32");
  BOOST_TEST(range_of("2001:DB8::7").text() == "2001:db8::7/128");
  BOOST_TEST(!range_of("192.0.2.7").holds(make_address("192.0.2.6")));
}

BOOST_AUTO_TEST_CASE(everything_of_one_family_is_nothing_of_the_other) {
  BOOST_TEST(range_of("0.0.0.0/0").holds(make_address("255.255.255.255")));
  BOOST_TEST(!range_of("0.0.0.0/0").holds(make_address("::1")));
  BOOST_TEST(range_of("::/0").holds(make_address("ff02::1")));
  BOOST_TEST(!range_of("::/0").holds(make_address("127.0.0.1")));
}

BOOST_AUTO_TEST_CASE(a_mapped_range_is_the_ipv4_range_it_means) {
  BOOST_TEST(range_of("::ffff:10.0.0.0/104").text() == "10.0.0.0/8");
  BOOST_TEST(range_of("::ffff:10.0.0.1").text() == "10.0.0.1/32");
}

BOOST_DATA_TEST_CASE(what_is_no_range_is_refused,
                     data::make({"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8",
                                 "10.0.0/8", "010.0.0.0/8", "::/129", "fe80::%lo/10", "fe80::1%1",
                                 "localhost", "10.0.0.0/ 8", "*"})) {
  const auto range = AddressRange::parse(sample);
  BOOST_REQUIRE(!range);
  BOOST_TEST(range.error().message.starts_with(std::string(sample) + " is no block of addresses"),
             range.error().message);
}

BOOST_AUTO_TEST_CASE(bits_behind_the_length_are_refused_with_what_is_meant) {
  const auto range = AddressRange::parse("10.1.0.0/8");
  BOOST_REQUIRE(!range);
  BOOST_TEST(range.error().message ==
             "10.1.0.0/8 has bits set behind its first 8; write 10.0.0.0/8");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
