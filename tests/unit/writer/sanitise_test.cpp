#include "writer/consume/sanitise.hpp"

#include <boost/test/unit_test.hpp>

#include "base/utf8.hpp"
#include "records.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(sanitise_result)

BOOST_AUTO_TEST_CASE(clean_result_is_left_alone) {
  auto result = good_result();
  BOOST_TEST(!sanitise(result));
  BOOST_TEST((result == good_result()));
}

BOOST_AUTO_TEST_CASE(nul_in_a_message_is_dropped) {
  auto result = good_result();
  result.facts.message = "a\0b"s;
  BOOST_TEST(sanitise(result));
  BOOST_TEST(result.facts.message == "ab");
}

BOOST_AUTO_TEST_CASE(invalid_utf8_in_an_issuer_is_replaced) {
  auto result = good_result();
  result.facts.tls.emplace().issuer = "CN=\xFF\xFE";
  BOOST_TEST(sanitise(result));
  BOOST_TEST(result.facts.tls->issuer == "CN=\xEF\xBF\xBD\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(name_of_nul_alone_is_a_name_still) {
  auto result = good_result();
  result.target.source = result.target.ns = result.target.name = "\0"s;
  BOOST_TEST(sanitise(result));
  for (const std::string& name : {result.target.source, result.target.ns, result.target.name}) {
    BOOST_TEST(name == "\xEF\xBF\xBD");
  }
}

BOOST_AUTO_TEST_CASE(of_labels_whose_names_become_one_the_first_stays) {
  auto result = good_result();
  result.target.labels = {{"team", "shop"}, {"te\0am"s, "x"}, {"zone", "a"}};
  BOOST_TEST(sanitise(result));
  BOOST_REQUIRE(result.target.labels.size() == 2U);
  BOOST_TEST(result.target.labels[0].second == "shop");
  BOOST_TEST(result.target.labels[1].first == "zone");
}

BOOST_AUTO_TEST_CASE(verify_error_that_nothing_is_left_of_is_none) {
  auto result = good_result();
  result.facts.tls.emplace().verify_error = "\0"s;
  BOOST_TEST(sanitise(result));
  BOOST_TEST(!result.facts.tls->verify_error.has_value());
}

BOOST_AUTO_TEST_CASE(message_of_900_kb_is_cut) {
  auto result = good_result();
  result.facts.message = std::string(900 * 1024, 'x');
  BOOST_TEST(sanitise(result));
  BOOST_TEST(result.facts.message.size() == 2048U);
}

BOOST_AUTO_TEST_CASE(every_text_that_is_stored_is_mended) {
  const std::string bad = "\0\xC3("s;
  auto result = good_result();
  result.target.source = result.target.ns = result.target.name = result.target.url = bad;
  result.target.labels = {{bad, bad}};
  result.prober = result.facts.message = result.facts.address = bad;
  result.facts.http_version = bad;
  model::TlsFacts& tls = result.facts.tls.emplace();
  tls.version = tls.cipher = tls.issuer = tls.sha256 = bad;
  tls.verify_error = bad;
  BOOST_TEST(sanitise(result));
  for (const std::string& text :
       {result.target.source, result.target.ns, result.target.name, result.target.url,
        result.target.labels[0].first, result.target.labels[0].second, result.prober,
        result.facts.message, result.facts.address, result.facts.http_version, tls.version,
        tls.cipher, tls.issuer, tls.sha256, *tls.verify_error}) {
    BOOST_TEST(is_clean_utf8(text, 16));
  }
}

BOOST_AUTO_TEST_CASE(labels_are_bounded_in_number) {
  auto result = good_result();
  for (int i = 0; i < 50; ++i) result.target.labels.emplace_back("l" + std::to_string(i), "v");
  BOOST_TEST(sanitise(result));
  BOOST_TEST(result.target.labels.size() == 10U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
