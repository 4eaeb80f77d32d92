#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/writer/sql.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::execute;
using vedette::test::number_of;
using vedette::test::rows_of;
using vedette::test::value_of;

constexpr const char* kCount = "SELECT count(*) FROM probe_result";

BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(every_field_of_a_result_is_where_the_schema_says) {
  Rig rig(migrated_database());
  auto results = results_at(noon(), 1);
  model::ProbeResult& result = results[0];
  result.first_run = true;
  result.facts.outcome = model::Outcome::Down;
  result.facts.reason = model::Reason::BodyMismatch;
  result.facts.phase = model::Phase::Transfer;
  result.facts.message = "tab\tline\nback\\slash";
  result.facts.body_matched = false;
  BOOST_TEST(rig.store(results));
  BOOST_TEST(value_of(rig.uri, "SELECT message FROM current_state") == result.facts.message);
  const auto found = rows_of(
      rig.uri,
      "SELECT s.namespace, s.name, s.location, s.verdict, s.outcome, s.reason, s.phase,"
      " s.status_code, s.address, s.prober, s.total_us, r.dns_us, r.connect_us, r.tls_us,"
      " r.request_us, r.processing_us, r.transfer_us, r.bytes, r.http_version, r.flags, r.late_us,"
      " c.issuer, c.tls_version, s.labels ->> 'team', s.interval_ms"
      " FROM current_state AS s JOIN probe_result AS r USING (target_id)"
      " JOIN certificate AS c ON c.id = r.certificate_id");
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0] ==
             "synthetic|target-000000|default|up|down|body_mismatch|transfer|200|192.0.2.0:443|"
             "prober-0|7600|120|900|2100|80|4100|300|10126|11|9|1000|CN=Synthetic CA|1.3|team-0|"
             "NULL");
}

BOOST_AUTO_TEST_CASE(redelivered_batch_adds_nothing) {
  Rig rig(migrated_database());
  BOOST_TEST(rig.store(results_at(noon(), 100)));
  BOOST_TEST(rig.store(results_at(noon(), 150)));
  BOOST_TEST(number_of(rig.uri, kCount) == 150);
  BOOST_TEST(rig.metrics.duplicates.Value() == 100);
  BOOST_TEST(rig.metrics.store_failures(FailureClass::Duplicate).Value() == 1);
}

BOOST_AUTO_TEST_CASE(first_stored_row_of_a_slot_wins) {
  Rig rig(migrated_database());
  auto first = results_at(noon(), 1);
  auto second = first;
  second[0].prober = "a-second-prober";
  BOOST_TEST(rig.store(first));
  BOOST_TEST(rig.store(second));
  BOOST_TEST(value_of(rig.uri, "SELECT prober FROM current_state") == first[0].prober);
}

BOOST_AUTO_TEST_CASE(names_burn_no_numbers_when_they_are_known) {
  const std::string uri = migrated_database();
  BOOST_TEST(Rig(uri).store(results_at(noon(), 50)));
  BOOST_TEST(Rig(uri).store(results_at(noon(), 51)));  // its cache is empty
  BOOST_TEST(number_of(uri, "SELECT max(id) FROM target") == 51);
  BOOST_TEST(number_of(uri, "SELECT max(id) FROM certificate") == 26);
  BOOST_TEST(number_of(uri, "SELECT max(id) FROM prober") == 3);
}

BOOST_AUTO_TEST_CASE(certificates_differ_by_their_end_and_by_how_verification_went) {
  const std::string uri = migrated_database();
  auto results = results_at(noon(), 10);  // every other one has a certificate
  const std::string sha256 = results[0].facts.tls->sha256;
  for (const std::size_t i : {2U, 4U, 6U, 8U}) results[i].facts.tls->sha256 = sha256;
  results[2].facts.tls->earliest_not_after.reset();
  results[4].facts.tls->verify_error = "NULL";
  results[6].facts.tls->verify_error = R"(a "name", {of} \ no use)";
  results[8].facts.tls = results[6].facts.tls;
  const std::vector<model::ProbeResult> known(results.begin(), results.begin() + 6);
  BOOST_TEST(Rig(uri).store(known));
  BOOST_TEST(Rig(uri).store(results));  // its cache is empty, three certificates are known
  const auto found = rows_of(
      uri,
      "SELECT c.earliest_not_after IS NULL, c.verify_error, c.id FROM probe_result AS r"
      " JOIN target AS t ON t.id = r.target_id JOIN certificate AS c ON c.id = r.certificate_id"
      " ORDER BY t.name");
  BOOST_REQUIRE(found.size() == 5U);
  BOOST_TEST(found[0].starts_with("f|NULL|"));
  BOOST_TEST(found[1].starts_with("t|NULL|"));
  BOOST_TEST(found[2].starts_with("f|NULL|"));
  BOOST_TEST(found[3] == "f|" + *results[6].facts.tls->verify_error + "|4");
  BOOST_TEST(found[4] == found[3]);
  BOOST_TEST(number_of(uri, "SELECT count(*) FROM certificate WHERE verify_error IS NULL") == 2);
  BOOST_TEST(number_of(uri, "SELECT max(id) FROM certificate") == 4);
}

BOOST_AUTO_TEST_CASE(row_that_the_server_refuses_is_dead_lettered_alone) {
  Rig rig(migrated_database());
  // Two ways to be refused: a value that cannot be computed with (22012), a CHECK (23514).
  execute(rig.uri,
          "ALTER TABLE probe_result ADD CONSTRAINT odd CHECK (1 / (bytes - 22) < 2),"
          " ADD CONSTRAINT odder CHECK (bytes <> 23)");
  auto results = results_at(noon(), 300);
  results[40].facts.bytes = 22;
  results[290].facts.bytes = 23;
  BOOST_TEST(rig.store(results));
  BOOST_TEST(number_of(rig.uri, kCount) == 298);
  BOOST_REQUIRE(rig.letters_sent.size() == 2U);
  BOOST_TEST(rig.letters_sent[0].value.find(results[40].target.name) != std::string::npos);
  BOOST_TEST(rig.letters_sent[1].value.find(results[290].target.name) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(target_follows_what_its_results_say_last) {
  Rig rig(migrated_database());
  auto results = results_at(noon(), 1);
  BOOST_TEST(rig.store(results));
  auto moved = results;
  moved[0].target.url = "https://moved.example/";
  moved[0].scheduled_at += Millis(30'000);
  BOOST_TEST(rig.store(moved));
  BOOST_TEST(value_of(rig.uri, "SELECT url FROM target") == "https://moved.example/");
  results[0].scheduled_at -= Millis(30'000);  // a late result describes the past
  BOOST_TEST(rig.store(results));
  BOOST_TEST(value_of(rig.uri, "SELECT url FROM target") == "https://moved.example/");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
