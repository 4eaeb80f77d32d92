#include "operator/render/gzip.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

using vedette::op::gunzip;
using vedette::op::gzip;

namespace {

std::string much_text() {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919) + "\n";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gzip_member)

BOOST_AUTO_TEST_CASE(text_comes_back) {
  const std::string text = much_text();
  const auto back = gunzip(gzip(text), text.size());
  BOOST_REQUIRE(back.has_value());
  BOOST_TEST((*back == text));
  BOOST_TEST(gunzip(gzip(""), 0).value_or("?") == "");
}

BOOST_AUTO_TEST_CASE(head_names_no_file_and_no_time) {
  const std::string bytes = gzip("x");
  BOOST_TEST(bytes.substr(0, 8) == std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00", 8));
  BOOST_TEST(gzip("x") == bytes);
}

BOOST_AUTO_TEST_CASE(broken_data_is_refused) {
  const std::string bytes = gzip(much_text());
  constexpr std::size_t kMost = 64 << 20;
  BOOST_TEST(!gunzip(bytes.substr(0, bytes.size() - 1), kMost).has_value());
  BOOST_TEST(!gunzip(bytes + "x", kMost).has_value());
  BOOST_TEST(!gunzip("no gzip at all", kMost).has_value());
  BOOST_TEST(!gunzip("", kMost).has_value());
  std::string flipped = bytes;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x10);
  BOOST_TEST(!gunzip(flipped, kMost).has_value());
}

BOOST_AUTO_TEST_CASE(data_that_swells_beyond_its_bound_is_refused) {
  const std::string bytes = gzip(std::string(8 << 20, 'a'));
  const auto refused = gunzip(bytes, 1 << 20);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().message == "its gzip data holds more than 1048576 bytes");
}

BOOST_AUTO_TEST_SUITE_END()
