#include "prober/probe/json_check.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <ostream>
#include <string>

namespace vedette::prober {
namespace {

struct JsonRow {
  const char* body;
  model::JsonExpectation expectation;
  const char* says;  ///< empty: met
  friend std::ostream& operator<<(std::ostream& out, const JsonRow& row) {
    return out << row.body << " at " << row.expectation.pointer;
  }
};

model::JsonExpectation equals(const char* pointer, const char* value) {
  return {pointer, value, std::nullopt};
}
model::JsonExpectation exists(const char* pointer, bool wanted) {
  return {pointer, std::nullopt, wanted};
}

const std::vector<JsonRow> kJsonRows = {
    {R"({"status":"ok"})", equals("/status", "ok"), ""},
    {R"({"status":"down"})", equals("/status", "ok"),
     "JSON at \"/status\" is \"down\", expected \"ok\""},
    {R"({})", equals("/status", "ok"), "JSON at \"/status\" does not exist"},
    {R"({"n":3})", equals("/n", "3"), ""},
    {R"({"n":"3"})", equals("/n", "3"), ""},
    {R"({"n":3.0})", equals("/n", "3"), ""},
    {R"({"n":3})", equals("/n", "3.0"), ""},
    {R"({"n":18446744073709551615})", equals("/n", "18446744073709551615"), ""},
    {R"({"n":4})", equals("/n", "3"), "JSON at \"/n\" is 4, expected \"3\""},
    {R"({"b":true})", equals("/b", "true"), ""},
    {R"({"b":false})", equals("/b", "true"), "JSON at \"/b\" is false, expected \"true\""},
    {R"({"z":null})", equals("/z", "null"), ""},
    {R"({"z":null})", exists("/z", true), ""},
    {R"({"l":[1,{"a":2}]})", equals("/l", R"([1, {"a": 2}])"), ""},
    {R"({"l":[1,2]})", equals("/l/1", "2"), ""},
    {R"({"l":[1,2]})", equals("/l", "[1]"), "JSON at \"/l\" is a list, expected \"[1]\""},
    {R"({"l":[1,2]})", exists("/l/2", true), "JSON at \"/l/2\" does not exist"},
    {R"({"l":[1,2]})", exists("/l/-", false), ""},
    {R"({"a/b":{"~":1}})", equals("/a~1b/~0", "1"), ""},
    {R"({"":7})", equals("/", "7"), ""},
    {R"({})", equals("", "{}"), ""},
    {R"("up")", equals("", "up"), ""},
    {R"([])", equals("", "{}"), "the body is a list, expected \"{}\""},
    {R"({"a":1})", exists("/a", false), "JSON at \"/a\" exists, which it must not"},
    {R"({"a":1})", exists("/b", false), ""},
    {R"({"a":1,"a":2})", equals("/a", "2"), ""},
    {"", exists("", true), "the body is not JSON: incomplete JSON"},
    {"<html>", exists("", true), "the body is not JSON: syntax error"},
    {"{} {}", exists("", true), "the body is not JSON: extra data"},
    {"\"\xff\"", exists("", true), "the body is not JSON: syntax error"},
};

BOOST_AUTO_TEST_SUITE(json_check)

BOOST_DATA_TEST_CASE(an_expectation_is_met_or_says_what_was_found,
                     boost::unit_test::data::make(kJsonRows), row) {
  const auto failure = JsonCheck({row.expectation}).disappointment(row.body);
  BOOST_TEST((failure ? failure->message : std::string()) == row.says);
  BOOST_TEST((!failure || failure->reason == model::Reason::JsonMismatch));
  BOOST_TEST((!failure || failure->phase == model::Phase::Transfer));
}

BOOST_AUTO_TEST_CASE(the_first_disappointment_counts) {
  const JsonCheck check({equals("/a", "1"), equals("/b", "1"), equals("/c", "1")});
  BOOST_TEST(check.disappointment(R"({"a":1,"b":2,"c":2})")->message ==
             "JSON at \"/b\" is 2, expected \"1\"");
}

BOOST_AUTO_TEST_CASE(nesting_without_end_is_no_json) {
  const JsonCheck check({exists("", true)});
  const std::string open(1 << 20, '[');
  BOOST_TEST(check.disappointment(open)->message == "the body is not JSON: too deep");
}

BOOST_AUTO_TEST_CASE(json_that_swells_in_memory_is_body_too_large) {
  const JsonCheck check({exists("", true)});
  std::string swelling = "[0";
  for (int i = 0; i < 8'000'000; ++i) swelling += ",0";
  swelling += "]";
  const auto failure = check.disappointment(swelling);
  BOOST_REQUIRE(failure);
  BOOST_TEST(to_text(failure->reason) == "body_too_large");
  BOOST_TEST(failure->message ==
             "the body takes more than 64 MiB of memory as JSON, and expect.json needs all of it");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::prober
