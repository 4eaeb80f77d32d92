#include <atomic>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/writer/sql.hpp"
#include "writer/migrate/embedded_sql.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::execute;
using vedette::test::number_of;
using vedette::test::rows_of;
using vedette::test::value_of;

Result<int> migrate(const std::string& uri, MigrateOptions options = {}) {
  return migrate_database({.url = uri, .password_file = {}}, options, [](auto) {});
}

const int kAll = static_cast<int>(embedded_migrations().size());

BOOST_AUTO_TEST_SUITE(migrate_command)

BOOST_AUTO_TEST_CASE(second_run_applies_nothing) {
  const std::string uri = empty_database();
  BOOST_TEST(migrate(uri).value() == kAll);
  BOOST_TEST(migrate(uri).value() == 0);
}

BOOST_AUTO_TEST_CASE(dry_run_says_all_and_changes_nothing) {
  const std::string uri = empty_database();
  std::vector<std::string> said;
  const auto steps = migrate_database({.url = uri, .password_file = {}}, {.dry_run = true},
                                      [&](std::string_view line) { said.emplace_back(line); });
  BOOST_TEST(steps.value() == kAll);
  BOOST_TEST(said.size() == static_cast<std::size_t>(kAll));
  BOOST_TEST(said[0] == "would apply 0001_names");
  BOOST_TEST(number_of(uri,
                       "SELECT count(*) FROM pg_class WHERE relnamespace = "
                       "current_schema()::regnamespace") == 0);
}

BOOST_AUTO_TEST_CASE(changed_migration_is_refused) {
  const std::string uri = migrated_database();
  execute(uri, "UPDATE schema_migration SET sha256 = 'f00' WHERE version = 2");
  const auto steps = migrate(uri);
  BOOST_REQUIRE(!steps.has_value());
  BOOST_TEST(steps.error().message.find("0002_target") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(several_at_once_apply_each_step_once) {
  const std::string uri = empty_database();
  std::atomic<int> applied{0};
  {
    std::vector<std::jthread> runs;
    for (int i = 0; i < 3; ++i) {
      runs.emplace_back([&] { applied += migrate(uri).value_or(1000); });
    }
  }
  BOOST_TEST(applied == kAll);
}

BOOST_AUTO_TEST_CASE(failed_step_leaves_nothing_behind_and_says_why) {
  const std::string uri = empty_database();
  execute(uri, "CREATE TABLE certificate (in_the_way int)");
  const auto steps = migrate(uri);
  BOOST_REQUIRE(!steps.has_value());
  BOOST_TEST(steps.error().message.find("0001_names") != std::string::npos);
  BOOST_TEST(number_of(uri,
                       "SELECT count(*) FROM pg_class WHERE relname IN ('outcome',"
                       " 'schema_migration')") == 0);
}

BOOST_AUTO_TEST_CASE(everything_has_a_comment) {
  const std::string uri = migrated_database();
  const auto bare = rows_of(
      uri,
      "SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class AS c"
      " LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND c.relkind <> 'v'"
      " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v')"
      " AND (col_description(c.oid, a.attnum) IS NULL AND a.attnum IS NOT NULL"
      " OR obj_description(c.oid) IS NULL)"
      " UNION ALL SELECT proname FROM pg_proc WHERE pronamespace ="
      " current_schema()::regnamespace AND obj_description(oid) IS NULL");
  BOOST_TEST(bare.empty(), "without COMMENT: " << (bare.empty() ? "" : bare[0]));
}

BOOST_AUTO_TEST_CASE(roles_are_made_only_when_asked_for_and_suffice) {
  const std::string uri = empty_database();
  BOOST_TEST(migrate(uri, {.manage_roles = true}).value() == kAll);
  BOOST_TEST(migrate(uri, {.manage_roles = true}).value() == 0);
  execute(uri,
          "CREATE ROLE app LOGIN PASSWORD 'app'; GRANT vedette_writer TO app;"
          "CREATE ROLE eye LOGIN PASSWORD 'eye'; GRANT vedette_reader TO eye");
  const auto as = [&](const std::string& user) {
    return "postgresql://" + user + ":" + user + uri.substr(uri.find('@'));
  };
  Rig rig(as("app"));
  BOOST_TEST(rig.store(results_at(noon(), 5)));  // makes the day's partition too
  BOOST_TEST(number_of(as("eye"), "SELECT count(*) FROM current_state") == 5);
  BOOST_CHECK_THROW(execute(as("eye"), "DELETE FROM probe_result"), std::exception);
  BOOST_TEST(value_of(uri,
                      "SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class"
                      " WHERE relname LIKE 'probe_result%'") == "vedette_owner");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
