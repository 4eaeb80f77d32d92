#include "model/duration.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace data = boost::unit_test::data;
using vedette::Millis;
using vedette::model::duration_from;
using vedette::model::to_text;

namespace {

struct Row {
  const char* text;
  long millis;
};
std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.text; }

const Row kRows[] = {
    {"0s", 0},
    {"1ms", 1},
    {"500ms", 500},
    {"10s", 10'000},
    {"5m", 300'000},
    {"1h", 3'600'000},
    {"5m30s", 330'000},
    {"1h2m3s4ms", 3'723'004},
    {"1s1s", 2'000},
    {"30s1m", 90'000},
    {"99999h", 359'996'400'000},
    {"00010s", 10'000},
};

const char* const kNoDurations[] = {
    "",     "10",   "s",          "10 s",    " 10s",
    "10s ", "-10s", "+10s",       "1.5s",    "10S",
    "1d",   "1us",  "1m1m1m1m1m", "100000s", "99999999999999999999s",
    "1h30", "0x10s"};

}  // namespace

BOOST_AUTO_TEST_SUITE(duration)

BOOST_DATA_TEST_CASE(durations_of_gep_2257_are_read, data::make(kRows)) {
  const auto duration = duration_from(sample.text);
  BOOST_REQUIRE(duration.has_value());
  BOOST_TEST(duration->count() == sample.millis);
}

BOOST_DATA_TEST_CASE(anything_else_is_refused, data::make(kNoDurations)) {
  BOOST_TEST(!duration_from(sample).has_value());
}

BOOST_AUTO_TEST_CASE(text_is_the_shortest_and_reads_back) {
  BOOST_TEST(to_text(Millis(90'000)) == "1m30s");
  BOOST_TEST(to_text(Millis(0)) == "0s");
  BOOST_TEST(to_text(Millis(3'600'000)) == "1h");
  BOOST_TEST(to_text(Millis(3'723'004)) == "1h2m3s4ms");
  BOOST_TEST(duration_from(to_text(Millis(86'399'999)))->count() == 86'399'999);
}

BOOST_AUTO_TEST_SUITE_END()
