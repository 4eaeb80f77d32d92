#include "operator/api/base64.hpp"

#include <string>
#include <utility>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace data = boost::unit_test::data;
using vedette::op::from_base64;
using vedette::op::to_base64;

namespace {

/// RFC 4648 §10.
const std::vector<std::string> kPlain{"", "f", "fo", "foo", "foob", "fooba", "foobar"};
const std::vector<std::string> kCoded{"",         "Zg==",     "Zm8=",    "Zm9v",
                                      "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};

}  // namespace

BOOST_AUTO_TEST_SUITE(base64)

BOOST_DATA_TEST_CASE(vectors_of_the_rfc_hold_both_ways, data::make(kPlain) ^ data::make(kCoded),
                     plain, coded) {
  BOOST_TEST(to_base64(plain) == coded);
  BOOST_TEST(from_base64(coded).value_or("nothing") == plain);
}

BOOST_AUTO_TEST_CASE(any_bytes_come_back) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i * 7);
  BOOST_TEST((from_base64(to_base64(bytes)) == bytes));
}

BOOST_DATA_TEST_CASE(what_is_not_exactly_base64_is_refused,
                     data::make({"Zg", "Zg=", "Zg===", " Zg==", "Zg==\n", "Zm9v\nYmFy", "Z=9v",
                                 "====", "Zm9-", "Zm9v Zg=", "Zm9vZg==Zm9v"})) {
  BOOST_TEST(!from_base64(sample).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
