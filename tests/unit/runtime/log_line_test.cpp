#include "runtime/logging.hpp"

#include <limits>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

namespace vedette::runtime {
namespace {

// 2026-11-23T15:00:24.418Z
const SystemTime kNow{Micros(1'795'446'024'418'000)};

BOOST_AUTO_TEST_SUITE(log_line)

BOOST_AUTO_TEST_CASE(json_keeps_the_types_and_the_order_of_fields) {
  const std::string topic = "vedette.results";
  const std::string line =
      to_json_line(kNow, LogLevel::Info, "Assigned partitions",
                   {{"count", 3}, {"topic", topic}, {"tookMs", 1.5}, {"first", true}});
  BOOST_TEST(line == R"({"time":"2026-11-23T15:00:24.418000Z","level":"info",)"
                     R"("message":"Assigned partitions","count":3,"topic":"vedette.results",)"
                     R"("tookMs":1.5E0,"first":true})");
}

BOOST_AUTO_TEST_CASE(integers_keep_all_their_digits) {
  const auto parsed =
      boost::json::parse(to_json_line(kNow, LogLevel::Debug, "m",
                                      {{"most", std::numeric_limits<std::uint64_t>::max()},
                                       {"least", std::numeric_limits<std::int64_t>::min()}}));
  BOOST_TEST(parsed.at("most").as_uint64() == std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(parsed.at("least").as_int64() == std::numeric_limits<std::int64_t>::min());
}

BOOST_AUTO_TEST_CASE(whatever_text_comes_the_line_is_one_line_of_valid_json) {
  const std::string evil("quote\" newline\n nul\0 broken\xC3( tab\t back\\", 40);
  const std::string line =
      to_json_line(kNow, LogLevel::Warning, evil, {{"reason", evil}, {"empty", ""}});
  BOOST_TEST(line.find('\n') == std::string::npos);
  boost::json::error_code error;
  const auto parsed = boost::json::parse(line, error);
  BOOST_REQUIRE(!error);
  BOOST_TEST(parsed.at("reason").as_string().find("\uFFFD(") != boost::json::string::npos);
  BOOST_TEST(parsed.at("empty").as_string().empty());
}

BOOST_AUTO_TEST_CASE(text_is_bounded) {
  const std::string long_text(100'000, 'x');
  BOOST_TEST(to_json_line(kNow, LogLevel::Error, long_text, {{"a", long_text}}).size() < 20'000U);
  BOOST_TEST(to_text_line(kNow, LogLevel::Error, long_text, {{"a", long_text}}).size() < 20'000U);
}

BOOST_AUTO_TEST_CASE(human_form_quotes_only_where_a_value_could_be_misread) {
  BOOST_TEST(to_text_line(kNow, LogLevel::Warning, "Dropped results",
                          {{"count", 3},
                           {"cause", "queue_full"},
                           {"reason", "a b"},
                           {"raw", "x=\"1\"\n"},
                           {"none", ""},
                           {"ok", false}}) ==
             R"(15:00:24.418 warning Dropped results count=3 cause=queue_full reason="a b" )"
             R"(raw="x=\"1\"\n" none="" ok=false)");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::runtime
