#include "support/postgres_process.hpp"

#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>
#include <string>

namespace vedette::test {
namespace {

std::string ask(const std::string& uri, const std::string& query) {
  pqxx::connection connection(uri);
  pqxx::nontransaction work(connection);
  const auto rows = work.exec(query);
  return rows.empty() ? "" : rows[0][0].as<std::string>();
}

BOOST_AUTO_TEST_SUITE(postgres_process)

BOOST_AUTO_TEST_CASE(committed_row_survives_every_way_to_end_the_server) {
  PostgresProcess postgres;
  const auto uri = postgres.uri();
  ask(uri, "CREATE TABLE kept (word text)");
  ask(uri, "INSERT INTO kept VALUES ('here')");

  for (const auto end :
       {&PostgresProcess::stop, &PostgresProcess::stop_immediate, &PostgresProcess::kill9}) {
    (postgres.*end)();
    BOOST_CHECK_THROW(ask(uri, "SELECT 1"), pqxx::broken_connection);
    postgres.start();
    BOOST_TEST(postgres.uri() == uri);
    BOOST_TEST(ask(uri, "SELECT word FROM kept") == "here");
  }
}

BOOST_AUTO_TEST_CASE(databases_are_apart_and_reached_by_their_uri) {
  PostgresProcess postgres;
  const auto uri = postgres.create_database("one");
  BOOST_TEST(ask(uri, "SELECT current_database()") == "one");
  BOOST_TEST(ask(postgres.uri(), "SELECT current_database()") == "vedette");
}

BOOST_AUTO_TEST_CASE(tls_server_is_verified_in_full_and_refuses_plain_sessions) {
  const PostgresProcess postgres({.listener = PostgresOptions::Listener::Tls});
  BOOST_TEST(ask(postgres.uri(), "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()") ==
             "TLSv1.3");
  auto plain = postgres.uri();
  plain.replace(plain.find("verify-full"), 11, "disable");
  BOOST_CHECK_THROW(ask(plain, "SELECT 1"), pqxx::broken_connection);
}

BOOST_AUTO_TEST_CASE(uri_without_its_password_is_refused) {
  const PostgresProcess postgres;
  BOOST_CHECK_THROW(ask(postgres.uri_without_password(), "SELECT 1"), pqxx::broken_connection);
}

BOOST_AUTO_TEST_CASE(setting_is_in_force) {
  const PostgresProcess postgres({.settings = {"fsync=off"}});
  BOOST_TEST(ask(postgres.uri(), "SHOW fsync") == "off");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::test
