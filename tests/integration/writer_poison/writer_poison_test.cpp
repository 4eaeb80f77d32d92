#include <algorithm>
#include <map>
#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "kafka/topics.hpp"
#include "model/probe_result_json.hpp"
#include "support/kafka_process.hpp"
#include "support/paths.hpp"
#include "support/postgres_process.hpp"
#include "support/writer/result_feed.hpp"
#include "support/writer/sql.hpp"
#include "support/writer/synthetic_results.hpp"
#include "support/writer/topic_reader.hpp"
#include "support/writer/writer_process.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace vedette::writer {
namespace {

using namespace vedette::test;
using namespace std::string_literals;
using std::chrono::days;

constexpr std::size_t kGoodRows = 20'000;

/// A result's JSON with one text put in place of another, bytes as they are.
std::string replaced(const model::ProbeResult& result, std::string_view what,
                     const std::string& with) {
  std::string json = model::to_json(result);
  const auto at = json.find(what);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace in " + json);
  return json.replace(at, what.size(), with);
}

struct Poison {
  SystemTime today = std::chrono::floor<days>(std::chrono::system_clock::now());
  SyntheticResults good{{.targets = 500, .first_slot = today, .interval = Millis(1'000)}};
  SyntheticResults odd{{.targets = 100, .first_slot = today + Millis(500)}};

  /// A down result with TLS, number `n` of its own.
  [[nodiscard]] model::ProbeResult result(std::size_t n) const {
    model::ProbeResult made = odd.make(n * 2);
    made.facts.outcome = model::Outcome::Down;
    made.facts.reason = model::Reason::BodyMismatch;
    made.facts.phase = model::Phase::Transfer;
    made.facts.message = "MESSAGE";
    made.facts.tls->issuer = "ISSUER";
    made.facts.tls->sha256 = std::string(63, 'a') + std::to_string(n);
    return made;
  }

  void send_mendable(ResultFeed& feed) const {
    const auto send = [&](const model::ProbeResult& made, std::string json) {
      feed.send_raw(to_text(made.target.id), std::move(json), event_headers(made));
    };
    send(result(0), replaced(result(0), "ISSUER", "CN=a\\u0000b"));
    send(result(1), replaced(result(1), "ISSUER", "CN=\xFF\xFE!"));
    send(result(2), replaced(result(2), "MESSAGE", "a\\u0000b"));
    send(result(3), replaced(result(3), "MESSAGE", "broken \xC3( text"));
    send(result(4), replaced(result(4), "body_mismatch", "eaten_by_a_whale"));
    send(result(5), replaced(result(5), "MESSAGE", std::string(900 * 1024, 'x')));
  }

  void send_hopeless(ResultFeed& feed) const {
    model::ProbeResult ahead = result(6);
    ahead.scheduled_at = std::chrono::floor<Micros>(std::chrono::system_clock::now()) + days(2);
    feed.send(ahead);
    feed.send_raw("garbage", "\x01\x02 no json at all \xFF", {{"kept", "as it was"}});
    model::ProbeResult old = result(7);
    old.scheduled_at = today - days(31);
    feed.send(old);
  }
};

BOOST_FIXTURE_TEST_SUITE(writer_poison, Poison)

BOOST_AUTO_TEST_CASE(poison_amid_good_rows_is_mended_dead_lettered_or_dropped_and_offsets_move_on) {
  PostgresProcess postgres;
  KafkaProcess kafka;
  const std::string& uri = postgres.uri();
  BOOST_REQUIRE(migrate_database({.url = uri, .password_file = {}}, {}, [](auto) {}).has_value());
  ResultFeed feed(kafka.brokers());
  for (std::size_t n = 0; n < kGoodRows / 2; ++n) feed.send(good.make(n));
  send_mendable(feed);
  send_hopeless(feed);
  for (std::size_t n = kGoodRows / 2; n < kGoodRows; ++n) feed.send(good.make(n));
  feed.flush(Millis(60'000));

  WriterProcess writer(writer_program(), uri, kafka.brokers());
  const auto total = static_cast<double>(feed.acknowledged());
  wait_until("every record is read, stored and committed", std::chrono::seconds(120), [&] {
    return writer.metric("vedette_writer_records_total") == total &&
           number_of(uri, "SELECT count(*) FROM probe_result") == kGoodRows + 6 &&
           writer.metric("vedette_writer_lag_records") == 0;
  });

  BOOST_TEST(writer.metric("vedette_writer_mended_total") == 5);  // a reason needs no mending
  BOOST_TEST(writer.metric("vedette_writer_expired_total") == 1);
  BOOST_TEST(writer.metric("vedette_writer_duplicates_total") == 0);
  const auto stored = [&](std::size_t n, const std::string& column) {
    return value_of(uri, "SELECT " + column +
                             " FROM probe_result AS r JOIN target AS t ON t.id = r.target_id"
                             " JOIN certificate AS c ON c.id = r.certificate_id"
                             " JOIN reason AS w ON w.id = r.reason_id"
                             " WHERE c.sha256 = '" +
                             result(n).facts.tls->sha256 + "'");
  };
  BOOST_TEST(stored(0, "c.issuer") == "CN=ab");
  BOOST_TEST(stored(1, "c.issuer") == "CN=\xEF\xBF\xBD\xEF\xBF\xBD!");
  BOOST_TEST(stored(2, "r.message") == "ab");
  BOOST_TEST(stored(3, "r.message") == "broken \xEF\xBF\xBD( text");
  BOOST_TEST(stored(4, "w.name") == "other");
  BOOST_TEST(stored(5, "length(r.message)") == "2048");

  auto letters =
      read_topic(kafka.brokers(), std::string(kafka::kDeadLetterTopic), 2, Millis(30'000));
  std::ranges::sort(letters, {}, [](const auto& l) { return header_of(l, "dlq_reason"); });
  BOOST_TEST(header_of(letters[0], "dlq_reason") == "timestamp_out_of_range");
  BOOST_TEST(header_of(letters[0], "dlq_topic") == "vedette.results");
  BOOST_TEST(letters[0].key == to_text(result(6).target.id));
  BOOST_TEST(header_of(letters[1], "dlq_reason") == "undecodable");
  BOOST_TEST(letters[1].value == "\x01\x02 no json at all \xFF");
  BOOST_TEST(header_of(letters[1], "kept") == "as it was");

  BOOST_TEST((writer.child().terminate(std::chrono::seconds(30)).code == 0));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
