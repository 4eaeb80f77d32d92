#include "writer/consume/fact.hpp"

#include <limits>

#include <boost/test/unit_test.hpp>

#include "records.hpp"
#include "writer/store/copy_line.hpp"

namespace vedette::writer {
namespace {

using namespace test;

const RowIds kIds{.target = 7, .location = 2, .prober = 3, .address = 4, .certificate = 5};

std::string line_of(const Fact& fact) {
  std::string line;
  append_copy_line(line, fact);
  return line;
}

BOOST_AUTO_TEST_SUITE(fact)

BOOST_AUTO_TEST_CASE(values_beyond_their_column_are_clamped) {
  auto result = good_result();
  result.started_at = result.scheduled_at + std::chrono::hours(2);
  result.facts.bytes = std::numeric_limits<std::int64_t>::max();
  result.facts.durations.total = std::chrono::hours(3);
  result.facts.redirects = 100'000;
  const Fact made = make_fact(result, kIds, 0);
  BOOST_TEST(made.late_us == std::numeric_limits<std::int32_t>::max());
  BOOST_TEST(made.bytes == std::numeric_limits<std::int32_t>::max());
  BOOST_TEST(made.total_us == std::numeric_limits<std::int32_t>::max());
  BOOST_TEST(made.redirects == std::numeric_limits<std::int16_t>::max());
}

BOOST_AUTO_TEST_CASE(flags_are_the_bits_that_the_schema_documents) {
  auto result = good_result();
  BOOST_TEST(make_fact(result, kIds, 0).flags == 0);
  result.first_run = result.stalled = result.facts.body_truncated = true;
  BOOST_TEST(make_fact(result, kIds, 0).flags == 7);
  result.facts.body_matched = false;
  BOOST_TEST(make_fact(result, kIds, 0).flags == 15);
  result.facts.body_matched = true;
  BOOST_TEST(make_fact(result, kIds, 0).flags == 31);
}

BOOST_AUTO_TEST_CASE(http_version_is_a_number) {
  auto result = good_result();
  for (const auto& [text, number] : {std::pair{"1.0", 10}, {"1.1", 11}, {"2", 20}}) {
    result.facts.http_version = text;
    BOOST_TEST((make_fact(result, kIds, 0).http_version == number));
  }
  for (const char* text : {"", "one", "1.", "11.1", "1,1"}) {
    result.facts.http_version = text;
    BOOST_TEST(!make_fact(result, kIds, 0).http_version);
  }
}

BOOST_AUTO_TEST_CASE(phase_and_message_are_stored_only_when_not_up) {
  auto result = good_result();
  result.facts.phase = model::Phase::Transfer;
  result.facts.message = "odd";
  BOOST_TEST(make_fact(result, kIds, 0).message.empty());
  BOOST_TEST(!make_fact(result, kIds, 0).phase);
  result.facts.outcome = model::Outcome::Down;
  BOOST_TEST(make_fact(result, kIds, 0).message == "odd");
  BOOST_TEST((make_fact(result, kIds, 0).phase == 6));
}

BOOST_AUTO_TEST_CASE(copy_line_has_a_field_per_column) {
  auto result = good_result();
  result.facts.outcome = model::Outcome::Down;
  result.facts.reason = model::Reason::Timeout;
  result.facts.phase = model::Phase::Dns;
  result.facts.message = "m";
  result.facts.status_code = 503;
  result.facts.http_version = "1.1";
  result.verdict_since = result.scheduled_at;
  BOOST_TEST(line_of(make_fact(result, kIds, 0)) ==
             "2026-11-24 14:59:59+00\t2026-11-24 14:59:59+00\t1795446000000\t7\t1034\t0\t"
             "0\t0\t0\t0\t0\t0\t0\t3\t4\t5\t2\t2\t17\t1\t503\t1\t11\t0\t0\tm");
  const auto columns = std::ranges::count(kFactColumns, ',');
  BOOST_TEST(std::ranges::count(line_of(make_fact(result, kIds, 0)), '\t') == columns);
}

BOOST_AUTO_TEST_CASE(times_are_written_as_postgresql_writes_them) {
  const auto time_of = [](Micros past) {
    auto result = good_result();
    result.scheduled_at = kNow + past;
    const std::string line = line_of(make_fact(result, kIds, 0));
    return line.substr(0, line.find('\t'));
  };
  BOOST_TEST(time_of(Micros(0)) == "2026-11-24 15:00:00+00");
  BOOST_TEST(time_of(Micros(10'418'000)) == "2026-11-24 15:00:10.418+00");
  BOOST_TEST(time_of(Micros(1)) == "2026-11-24 15:00:00.000001+00");
}

BOOST_AUTO_TEST_CASE(what_copy_gives_a_meaning_is_escaped) {
  auto result = good_result();
  result.facts.outcome = model::Outcome::Down;
  result.facts.message = "a\tb\nc\rd\\N";
  const std::string line = line_of(make_fact(result, kIds, 0));
  BOOST_TEST(line.ends_with("\ta\\tb\\nc\\rd\\\\N"));
}

BOOST_AUTO_TEST_CASE(order_is_that_of_the_primary_key) {
  const SystemTime now = good_result().scheduled_at;
  BOOST_TEST((RowKey{1, 2, now} < RowKey{2, 1, now - Micros(1)}));
  BOOST_TEST((RowKey{1, 1, now} < RowKey{1, 2, now - Micros(1)}));
  BOOST_TEST((RowKey{1, 1, now} < RowKey{1, 1, now + Micros(1)}));
  const Fact fact = make_fact(good_result(), kIds, 0);
  BOOST_TEST((fact.key() == RowKey{kIds.target, kIds.location, now}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
