#include "base/utf8.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kPlenty = 1'000;

BOOST_AUTO_TEST_SUITE(utf8)

BOOST_AUTO_TEST_CASE(valid_text_stays_as_it_is) {
  for (const auto text : {""sv, "plain"sv, "gr\u00FC\u00DFe"sv, "\u20AC\u4E2D"sv, "\U0001F600"sv,
                          "tab\tand\nnewline"sv, "\uFFFD"sv}) {
    BOOST_TEST(clean_utf8(text, kPlenty) == text);
    BOOST_TEST(is_clean_utf8(text, kPlenty));
  }
}

BOOST_AUTO_TEST_CASE(each_maximal_broken_sequence_becomes_one_replacement) {
  // The Unicode Standard, chapter 3.9, table 3-8 and its neighbours.
  BOOST_TEST(clean_utf8("\xC3("sv, kPlenty) == "\uFFFD(");
  BOOST_TEST(clean_utf8("\xF0\x9F\x98"sv, kPlenty) == "\uFFFD");
  BOOST_TEST(clean_utf8("a\xF1\x80\x80\xE1\x80\xC2"
                        "b"sv,
                        kPlenty) == "a\uFFFD\uFFFD\uFFFDb");
  BOOST_TEST(clean_utf8("\xC0\xAF"sv, kPlenty) == "\uFFFD\uFFFD");            // overlong
  BOOST_TEST(clean_utf8("\xED\xA0\x80"sv, kPlenty) == "\uFFFD\uFFFD\uFFFD");  // surrogate
  BOOST_TEST(clean_utf8("\xF4\x90\x80\x80"sv, kPlenty) == "\uFFFD\uFFFD\uFFFD\uFFFD");
  BOOST_TEST(!is_clean_utf8("\xC3("sv, kPlenty));
}

BOOST_AUTO_TEST_CASE(nul_is_taken_out) {
  BOOST_TEST(clean_utf8("a\0b\0"sv, kPlenty) == "ab");
  BOOST_TEST(!is_clean_utf8("a\0b"sv, kPlenty));
}

BOOST_AUTO_TEST_CASE(text_is_cut_between_characters_never_inside_one) {
  BOOST_TEST(clean_utf8("\u20AC\u20AC"sv, 6) == "\u20AC\u20AC");
  BOOST_TEST(clean_utf8("\u20AC\u20AC"sv, 5) == "\u20AC");
  BOOST_TEST(clean_utf8("a\xFF"sv, 3) == "a");  // no room for the replacement
  BOOST_TEST(clean_utf8("abc"sv, 0).empty());
  BOOST_TEST(!is_clean_utf8("abc"sv, 2));
}

BOOST_AUTO_TEST_CASE(cleaning_twice_changes_nothing_more) {
  const std::string once = clean_utf8("\xFFx\0\xE2\x82y\xF0\x9F\x98\x80"sv, kPlenty);
  BOOST_TEST(clean_utf8(once, kPlenty) == once);
  BOOST_TEST(is_clean_utf8(once, kPlenty));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette
