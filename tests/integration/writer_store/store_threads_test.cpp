#include "writer/store/store_threads.hpp"

#include <boost/test/unit_test.hpp>

#include <pqxx/pqxx>

#include "rig.hpp"
#include "support/wait_until.hpp"
#include "support/writer/sql.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::execute;
using vedette::test::number_of;
using vedette::test::wait_until;

constexpr Millis kStorePatience{60'000};
constexpr std::size_t kBatchResults = 200;
const kafka::TopicPartition kResultsOf0{"vedette.results", 0};

struct ThreadsBed {
  explicit ThreadsBed(KnownNames::Capacities capacities = {})
      : rig(migrated_database(), capacities) {}

  void submit(std::vector<model::ProbeResult> results) {
    auto batch = rig.make_batch(std::move(results));
    batch->next_offsets[kResultsOf0] = ++batches;
    BOOST_REQUIRE(rig.handoff.wait_for_room(kStorePatience));
    rig.handoff.submit(std::move(batch));
  }

  /// Waits until all is stored; the offset that may be committed then.
  std::int64_t finish() {
    BOOST_REQUIRE(rig.handoff.wait_until_idle(kStorePatience));
    return rig.handoff.take_stored().at(kResultsOf0);
  }

  Rig rig;
  DatabaseSettings settings{.url = rig.uri, .password_file = {}};
  std::int64_t batches = 0;
  StoreThreads threads{{settings, rig.partitions, *rig.letters, rig.known, rig.handoff, rig.clock,
                        rig.health, rig.metrics},
                       [](const std::string& error) { BOOST_ERROR(error); }};
};

/// Each has half of its rows in common with the one before it.
void submit_overlapping(ThreadsBed& bed, std::size_t batches) {
  for (std::size_t i = 0; i < batches; ++i) {
    bed.submit(results_at(noon(), kBatchResults, i * kBatchResults / 2));
  }
}

BOOST_AUTO_TEST_SUITE(store_threads)

BOOST_AUTO_TEST_CASE(batches_beside_each_other_with_rows_in_common_store_each_once) {
  ThreadsBed bed;
  submit_overlapping(bed, 20);
  BOOST_TEST(bed.finish() == 20);
  BOOST_TEST(number_of(bed.rig.uri, "SELECT count(*) FROM probe_result") == 2'100);
  BOOST_TEST(bed.rig.metrics.stored.Value() == 2'100);
  BOOST_TEST(bed.rig.metrics.duplicates.Value() == 1'900);
}

// One that emptied what is full would take the numbers of a batch that the other is naming.
BOOST_AUTO_TEST_CASE(names_that_do_not_fit_are_learnt_by_one_at_a_time) {
  ThreadsBed bed({.targets = 10, .names = 10});
  submit_overlapping(bed, 20);
  BOOST_TEST(bed.finish() == 20);
  BOOST_TEST(number_of(bed.rig.uri, "SELECT count(*) FROM probe_result") == 2'100);
  BOOST_TEST(bed.rig.metrics.cache_clears.Value() > 0);
}

BOOST_AUTO_TEST_CASE(offsets_wait_for_a_batch_that_waits_for_another_writers_row) {
  ThreadsBed bed;
  bed.submit(results_at(noon(), 10));
  BOOST_TEST(bed.finish() == 1);
  execute(bed.rig.uri, "CREATE TABLE kept AS SELECT * FROM probe_result");
  execute(bed.rig.uri, "DELETE FROM probe_result");
  pqxx::connection writer(bed.rig.uri);
  {
    pqxx::work dying(writer);
    dying.exec("INSERT INTO probe_result SELECT * FROM kept");
    bed.submit(results_at(noon(), 10));
    bed.submit(results_at(noon(), 30, 10));
    wait_until("the second batch is stored", kStorePatience,
               [&] { return number_of(bed.rig.uri, "SELECT count(*) FROM probe_result") == 30; });
    BOOST_TEST(!bed.rig.handoff.wait_until_idle(Millis(100)));
    BOOST_TEST(bed.rig.handoff.take_stored().empty());
  }
  BOOST_TEST(bed.finish() == 3);
  BOOST_TEST(number_of(bed.rig.uri, "SELECT count(*) FROM probe_result") == 40);
  BOOST_TEST(bed.rig.metrics.duplicates.Value() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
