#include "base/time_text.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette {
namespace {

namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(time_text)

SystemTime micros(std::int64_t value) { return SystemTime(Micros(value)); }

BOOST_AUTO_TEST_CASE(time_is_written_in_utc_with_six_digits) {
  BOOST_TEST(to_rfc3339(micros(0)) == "1970-01-01T00:00:00.000000Z");
  BOOST_TEST(to_rfc3339(micros(1'795'446'024'418'000)) == "2026-11-23T15:00:24.418000Z");
  BOOST_TEST(to_rfc3339(micros(951'782'400'000'001)) == "2000-02-29T00:00:00.000001Z");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{951'782'399'999'999},
        std::int64_t{1'795'446'024'418'001}, std::int64_t{253'402'300'799'999'999}}) {
    const auto read = from_rfc3339(to_rfc3339(micros(value)));
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->time_since_epoch().count() == value);
  }
}

BOOST_AUTO_TEST_CASE(forms_that_rfc_3339_allows_mean_the_same_moment) {
  const auto moment = from_rfc3339("2026-11-23T15:00:24.5Z");
  BOOST_REQUIRE(moment.has_value());
  for (const char* text :
       {"2026-11-23T15:00:24.500000Z", "2026-11-23t15:00:24.50z", "2026-11-23T17:30:24.5+02:30",
        "2026-11-23T14:00:24.500-01:00", "2026-11-23T15:00:24.500000999Z"}) {
    BOOST_TEST((from_rfc3339(text) == moment), text);
  }
}

const char* const kNotTimes[] = {"",
                                 "2026-11-23",
                                 "2026-11-23T15:00:24",
                                 "2026-11-23 15:00:24Z",
                                 "2026-11-23T15:00:24.Z",
                                 "2026-11-23T15:00:24.1234567890Z",
                                 "2026-11-23T15:00:24Zx",
                                 "2026-11-23T15:00:24+0200",
                                 "2026-11-23T15:00:24+24:00",
                                 "2026-13-01T00:00:00Z",
                                 "2026-02-29T00:00:00Z",
                                 "2026-01-01T24:00:00Z",
                                 "2026-01-01T00:60:00Z",
                                 "2026-01-01T00:00:60Z",
                                 "1969-12-31T23:59:59Z",
                                 "1970-01-01T00:30:00+01:00",
                                 "9999-12-31T23:30:00-01:00",
                                 "-026-01-01T00:00:00Z"};

BOOST_DATA_TEST_CASE(anything_else_is_no_time, data::make(kNotTimes), text) {
  BOOST_TEST(!from_rfc3339(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette
