#include "runtime/listen_address.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette::runtime {
namespace {

namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(listen_address)

BOOST_AUTO_TEST_CASE(host_may_be_a_name_an_address_or_left_out) {
  BOOST_TEST((parse_listen_address("127.0.0.1:9100") == ListenAddress{"127.0.0.1", 9100}));
  BOOST_TEST((parse_listen_address("localhost:0") == ListenAddress{"localhost", 0}));
  BOOST_TEST((parse_listen_address(":9100") == ListenAddress{"0.0.0.0", 9100}));
  BOOST_TEST((parse_listen_address("[::1]:65535") == ListenAddress{"::1", 65535}));
}

const char* const kNoAddresses[] = {
    "",       "9100",    "host",  "host:",      "host:x",  "host:1 ",
    "::1:80", "[::1:80", "[]:80", "host:65536", "host:-1", "a:b:1"};

BOOST_DATA_TEST_CASE(anything_else_is_invalid_and_names_the_flag, data::make(kNoAddresses), text) {
  const auto address = parse_listen_address(text);
  BOOST_REQUIRE(!address);
  BOOST_TEST((address.error().kind == ErrorKind::Invalid));
  BOOST_TEST(address.error().message.find("--listen") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
