#include "operator/kube/line_splitter.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

namespace vedette::op {
namespace {

BOOST_AUTO_TEST_SUITE(line_splitter)

BOOST_AUTO_TEST_CASE(lines_are_the_same_however_they_are_cut) {
  const std::string text = "one\n\ntwo words\nthree\n";
  const std::vector<std::string> wanted{"one", "two words", "three"};
  for (std::size_t size = 1; size <= text.size(); ++size) {
    LineSplitter lines(100);
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < text.size(); at += size) {
      BOOST_TEST(lines.push(text.substr(at, size), [&](std::string_view line) {
        seen.emplace_back(line);
        return true;
      }));
    }
    BOOST_TEST(seen == wanted, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(line_may_be_as_long_as_allowed_and_no_longer) {
  const auto ignore = [](std::string_view) { return true; };
  LineSplitter fits(4);
  BOOST_TEST(fits.push("1234\n1234\n", ignore));
  BOOST_TEST(!fits.too_long());
  LineSplitter bursts(4);
  BOOST_TEST(bursts.push("123", ignore));
  BOOST_TEST(!bursts.push("45", ignore));
  BOOST_TEST(bursts.too_long());
}

BOOST_AUTO_TEST_CASE(reader_that_had_enough_is_told_nothing_more) {
  LineSplitter lines(100);
  int seen = 0;
  BOOST_TEST(!lines.push("1\n2\n3\n", [&](std::string_view) { return ++seen < 2; }));
  BOOST_TEST(seen == 2);
  BOOST_TEST(!lines.too_long());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
