#include <boost/test/unit_test.hpp>

#include "rig.hpp"
#include "support/writer/sql.hpp"
#include "writer/store/postgres_migrations.hpp"

namespace vedette::writer {
namespace {

using namespace test;
using vedette::test::number_of;
using vedette::test::PostgresOptions;
using vedette::test::PostgresProcess;

BOOST_AUTO_TEST_SUITE(sessions)

BOOST_AUTO_TEST_CASE(managed_service_needs_a_uri_a_ca_and_a_password_file) {
  const PostgresProcess tls({.listener = PostgresOptions::Listener::Tls});
  const auto steps = migrate_database(
      {.url = tls.uri_without_password(), .password_file = tls.password_file()}, {}, [](auto) {});
  BOOST_REQUIRE_MESSAGE(steps.has_value(), (steps ? "" : steps.error().message));
  BOOST_TEST(tls.uri_without_password().find("verify-full") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(server_with_another_certificate_is_refused) {
  const PostgresProcess tls({.listener = PostgresOptions::Listener::Tls});
  const PostgresProcess other({.listener = PostgresOptions::Listener::Tls});
  std::string url = tls.uri_without_password();
  const std::string ca = tls.ca_file().string();
  url.replace(url.find(ca), ca.size(), other.ca_file().string());
  const auto steps =
      migrate_database({.url = url, .password_file = tls.password_file()}, {}, [](auto) {});
  BOOST_REQUIRE(!steps.has_value());
  BOOST_TEST((steps.error().kind == ErrorKind::Unavailable));
  BOOST_TEST(steps.error().message.find("certificate") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(missing_password_file_is_named) {
  const auto steps = migrate_database(
      {.url = server().uri_without_password(), .password_file = "/nowhere/password"}, {},
      [](auto) {});
  BOOST_REQUIRE(!steps.has_value());
  BOOST_TEST(steps.error().message.find("/nowhere/password") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(session_that_the_server_ended_is_built_anew_and_the_batch_stored_once) {
  Rig rig(migrated_database());
  BOOST_TEST(rig.store(results_at(noon(), 10)));
  vedette::test::execute(rig.uri,
                         "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                         " WHERE application_name LIKE 'vedette-writer%'");
  BOOST_TEST(rig.store(results_at(noon() + Millis(1'000), 10)));
  BOOST_TEST(number_of(rig.uri, "SELECT count(*) FROM probe_result") == 20);
  BOOST_TEST(rig.metrics.store_failures(FailureClass::Broken).Value() >= 1);
}

BOOST_AUTO_TEST_CASE(schema_older_than_the_program_is_said_and_not_fatal) {
  Rig rig(empty_database());
  const auto ready = rig.database.prepare();
  BOOST_REQUIRE(!ready.has_value());
  BOOST_TEST((ready.error().cls == FailureClass::Busy));
  BOOST_TEST(ready.error().message.find("vedette-writer migrate") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
