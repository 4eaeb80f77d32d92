#include <algorithm>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>

#include "rig.hpp"
#include "support/writer/sql.hpp"
#include "support/writer/writer_process.hpp"
#include "writer/store/partition_plan.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using std::chrono::days;
using vedette::test::number_of;

Day today() { return std::chrono::floor<days>(std::chrono::system_clock::now()); }

bool exists(Rig& rig, Day day) {
  const auto found = rig.maintenance.partitions().value();
  return std::ranges::find(found, partition_name(day), &PartitionState::name) != found.end();
}

BOOST_AUTO_TEST_SUITE(partitions)

BOOST_AUTO_TEST_CASE(day_of_an_old_row_gets_its_partition_on_demand) {
  Rig rig(migrated_database());
  auto results = results_at(noon(), 3);
  results[1].scheduled_at -= days(20);
  BOOST_TEST(rig.store(results));
  BOOST_TEST(exists(rig, today() - days(20)));
  BOOST_TEST(number_of(rig.uri, "SELECT count(*) FROM probe_result") == 3);
  BOOST_TEST(rig.metrics.partitions_created.Value() == 2);
}

BOOST_AUTO_TEST_CASE(partition_has_the_primary_key_and_a_brin) {
  Rig rig(migrated_database());
  BOOST_REQUIRE(rig.partitions.make({today()}).has_value());
  const auto methods = vedette::test::rows_of(
      rig.uri,
      "SELECT am.amname, i.indisprimary FROM pg_index AS i JOIN pg_class AS c ON c.oid ="
      " i.indexrelid JOIN pg_am AS am ON am.oid = c.relam WHERE i.indrelid = '" +
          partition_name(today()) + "'::regclass ORDER BY 1");
  const std::vector<std::string> expected = {"brin|f", "btree|t"};
  BOOST_TEST(methods == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(partition_is_made_beside_a_reader_of_the_table) {
  Rig rig(migrated_database());
  pqxx::connection reader(rig.uri);
  pqxx::work reading(reader);
  reading.exec("SELECT count(*) FROM probe_result");
  BOOST_TEST(rig.partitions.make({today()}).has_value());
}

BOOST_AUTO_TEST_CASE(partitions_past_retention_are_dropped) {
  Rig rig(migrated_database());
  BOOST_REQUIRE(rig.partitions.make({today(), today() - days(5)}).has_value());
  const SystemTime now = today() + std::chrono::hours(12);
  for (const auto& old : plan_drops(rig.maintenance.partitions().value(), now, days(3))) {
    BOOST_TEST(rig.maintenance.drop_partition(old).has_value());
  }
  BOOST_TEST(exists(rig, today()));
  BOOST_TEST(!exists(rig, today() - days(5)));
}

BOOST_AUTO_TEST_CASE(detach_that_was_cut_off_is_finished) {
  Rig rig(migrated_database());
  const Day old = today() - days(5);
  BOOST_REQUIRE(rig.partitions.make({old}).has_value());
  const auto state = [&] { return rig.maintenance.partitions().value().at(0); };
  {
    pqxx::connection reader(rig.uri);
    pqxx::work reading(reader);
    reading.exec("SELECT count(*) FROM probe_result");
    PostgresMaintenance impatient(
        {.url = rig.uri + "?options=-c%20lock_timeout%3D100ms", .password_file = {}});
    BOOST_TEST(!impatient.drop_partition(state()).has_value());
  }
  BOOST_TEST((state().attachment == PartitionState::Attachment::Detaching));
  BOOST_TEST(rig.maintenance.drop_partition(state()).has_value());
  BOOST_TEST(!exists(rig, old));
}

BOOST_AUTO_TEST_CASE(maintainer_tells_until_when_there_are_partitions) {
  Rig rig(migrated_database());
  Maintainer maintainer({}, rig.maintenance, rig.partitions, rig.clock, rig.health, rig.metrics);
  BOOST_TEST(rig.metrics.partitions_until.Value() == 0);
  const Day first = today();
  std::jthread maintain([&](const std::stop_token& stop) { maintainer.run(stop); });
  vedette::test::wait_until("partitions are made", std::chrono::seconds(30),
                            [&] { return rig.metrics.partitions_until.Value() > 0; });
  maintain.request_stop();
  maintain.join();
  const auto until = std::chrono::sys_seconds(
      std::chrono::seconds(static_cast<long>(rig.metrics.partitions_until.Value())));
  BOOST_TEST(exists(rig, std::chrono::floor<days>(until) - days(1)));
  BOOST_TEST(!exists(rig, std::chrono::floor<days>(until)));
  BOOST_TEST((until >= first + days(kDaysAhead + 1)));
}

BOOST_AUTO_TEST_CASE(only_one_of_several_writers_maintains) {
  Rig one(migrated_database());
  PostgresMaintenance other({.url = one.uri, .password_file = {}});
  BOOST_TEST(one.maintenance.try_hold().value());
  BOOST_TEST(one.maintenance.try_hold().value());
  BOOST_TEST(!other.try_hold().value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
