#include "writer/store/storer.hpp"

#include <boost/test/unit_test.hpp>

#include "store_bed.hpp"

namespace vedette::writer {
namespace {

using namespace test;

StoreFailure failure(FailureClass cls, const char* sqlstate) {
  return {cls, sqlstate, "on purpose"};
}

BOOST_FIXTURE_TEST_SUITE(storer, StoreBed)

BOOST_AUTO_TEST_CASE(clean_batch_is_one_copy) {
  store(*make_batch(100));
  BOOST_TEST(database.rows.size() == 100U);
  BOOST_TEST(database.copies == 1);
  BOOST_TEST(database.merges == 0);
  BOOST_TEST(metrics.stored.Value() == 100);
}

BOOST_AUTO_TEST_CASE(redelivered_rows_are_stored_once_and_counted) {
  store(*make_batch(10));
  store(*make_batch(10, 5));
  BOOST_TEST(database.rows.size() == 15U);
  BOOST_TEST(metrics.stored.Value() == 15);
  BOOST_TEST(metrics.duplicates.Value() == 5);
}

BOOST_AUTO_TEST_CASE(slow_path_is_kept_until_a_clean_batch) {
  store(*make_batch(10));
  store(*make_batch(10));
  BOOST_TEST(database.merges == 1);
  store(*make_batch(10, 10));  // clean, but still the slow path
  BOOST_TEST(database.merges == 2);
  store(*make_batch(10, 20));
  BOOST_TEST(database.merges == 2);
}

BOOST_AUTO_TEST_CASE(same_slot_twice_in_a_batch_keeps_the_first_that_came) {
  auto batch = make_batch(3);
  model::ProbeResult again = result_of_slot(1);
  again.epoch += 1;
  add(*batch, again);
  store(*batch);
  BOOST_TEST(database.rows.size() == 3U);
  BOOST_TEST(database.copies == 1);
  BOOST_TEST(metrics.duplicates.Value() == 1);
  for (const auto& [key, epoch] : database.rows) BOOST_TEST(epoch == good_result().epoch);
}

BOOST_AUTO_TEST_CASE(two_descriptions_of_a_target_in_one_batch_are_one_target) {
  auto batch = make_batch(0);
  auto old = result_of_slot(0);
  old.target.url = "https://old.example/";
  add(*batch, old);
  add(*batch, result_of_slot(1));
  store(*batch);
  BOOST_TEST(database.rows.size() == 2U);
  BOOST_REQUIRE(database.targets_written.size() == 1U);
  BOOST_TEST(database.targets_written[0].url == good_result().target.url);
}

BOOST_AUTO_TEST_CASE(refused_row_is_found_and_dead_lettered_alone) {
  auto batch = make_batch(1000);
  const SystemTime bad = result_of_slot(617).scheduled_at;
  database.refuses = [bad](const Fact& fact) { return fact.scheduled_at == bad; };
  store(*batch);
  BOOST_TEST(database.rows.size() == 999U);
  BOOST_REQUIRE(producer->delivered.size() == 1U);
  const kafka::Message& letter = producer->delivered[0];
  BOOST_TEST(letter.value == std::string(batch->records[617].value));
  BOOST_TEST(letter.topic == "vedette.results.dlq");
  BOOST_TEST(metrics.dead_letters(RefusalReason::RejectedByDatabase).Value() == 1);
}

BOOST_AUTO_TEST_CASE(names_that_are_known_cost_no_query) {
  store(*make_batch(10));
  const int asked = database.lookups;
  auto batch = make_batch(10, 10);
  BOOST_TEST(batch->unnamed.empty());
  store(*batch);
  BOOST_TEST(database.lookups == asked);
  BOOST_TEST(database.rows.size() == 20U);
}

BOOST_AUTO_TEST_CASE(record_whose_names_are_refused_is_found_and_dead_lettered_alone) {
  auto batch = make_batch(100);
  auto bad = result_of_slot(100);
  bad.target.name = "refused";
  bad.target.id = model::make_target_id("default", "shop", "refused");
  add(*batch, bad);
  for (int slot = 101; slot < 200; ++slot) add(*batch, result_of_slot(slot));
  database.refuses_target = [](const TargetRecord& target) { return target.name == "refused"; };
  store(*batch);
  BOOST_TEST(database.rows.size() == 199U);
  BOOST_REQUIRE(producer->delivered.size() == 1U);
  BOOST_TEST(producer->delivered[0].value == std::string(batch->records[100].value));
}

BOOST_AUTO_TEST_CASE(batch_whose_rows_are_all_refused_by_their_names_is_done) {
  database.refuses_target = [](const TargetRecord&) { return true; };
  store(*make_batch(3));
  BOOST_TEST(database.copies == 0);
  BOOST_TEST(producer->delivered.size() == 3U);
}

BOOST_AUTO_TEST_CASE(lost_race_is_run_again) {
  database.failures = {failure(FailureClass::Retry, "40P01")};
  store(*make_batch(5));
  BOOST_TEST(database.rows.size() == 5U);
  BOOST_TEST(metrics.store_failures(FailureClass::Retry).Value() == 1);
}

BOOST_AUTO_TEST_CASE(broken_connection_is_waited_out_and_said_in_readyz) {
  database.failures = {failure(FailureClass::Broken, ""), failure(FailureClass::Broken, "57P03")};
  std::string seen;
  database.on_failure = [&] {
    if (database.failures.empty()) seen = health.ready().json;
  };
  store(*make_batch(5));
  BOOST_TEST(database.rows.size() == 5U);
  BOOST_TEST(seen.find("on purpose") != std::string::npos);
  BOOST_TEST(health.ready().ok);
}

BOOST_AUTO_TEST_CASE(batch_that_does_not_get_through_is_said_beside_an_idle_session) {
  handoff.add_ready();
  database.failures = {failure(FailureClass::Broken, ""), failure(FailureClass::Broken, "")};
  bool ready = true;
  database.on_failure = [&] {
    if (database.failures.empty()) ready = handoff.store_ready() || health.ready().ok;
  };
  store(*make_batch(5));
  BOOST_TEST(!ready);
  BOOST_TEST(handoff.store_ready());
  BOOST_TEST(health.ready().ok);
}

BOOST_AUTO_TEST_CASE(partition_that_was_dropped_behind_our_back_is_made_again) {
  store(*make_batch(5));
  database.partitions.clear();
  store(*make_batch(5, 5));
  BOOST_TEST(database.rows.size() == 10U);
  BOOST_TEST(producer->delivered.empty());
}

BOOST_AUTO_TEST_CASE(wrong_schema_ends_the_store_with_a_sentence) {
  database.failures = {failure(FailureClass::Fatal, "42P01")};
  auto batch = make_batch(5);
  const auto done = storer.store(*batch);
  BOOST_REQUIRE(!done.has_value());
  BOOST_TEST(done.error().message.find("42P01") != std::string::npos);
  BOOST_TEST(done.error().message.find("vedette-writer migrate") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(cancelled_batch_is_given_up_while_the_database_is_away) {
  auto batch = make_batch(5);
  database.failures.assign(100, failure(FailureClass::Broken, ""));
  database.on_failure = [&] { batch->cancel.request_stop(); };
  const auto done = storer.store(*batch);
  BOOST_REQUIRE(done.has_value());
  BOOST_TEST(!*done);
  BOOST_TEST(database.rows.empty());
}

BOOST_AUTO_TEST_CASE(bad_row_found_before_the_connection_broke_is_dead_lettered_once) {
  auto batch = make_batch(4);
  const SystemTime bad = result_of_slot(0).scheduled_at;
  database.refuses = [&](const Fact& fact) {
    // The first time the bad row stands alone, the next statement finds the connection broken.
    if (fact.scheduled_at == bad && database.merges == 3 && database.failures.empty()) {
      database.failures = {failure(FailureClass::Broken, "")};
    }
    return fact.scheduled_at == bad;
  };
  store(*batch);
  BOOST_TEST(database.rows.size() == 3U);
  BOOST_TEST(producer->delivered.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
