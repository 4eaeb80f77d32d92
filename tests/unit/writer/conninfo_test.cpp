#include "writer/store/conninfo.hpp"

#include <boost/test/unit_test.hpp>

namespace vedette::writer {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(conninfo)

BOOST_AUTO_TEST_CASE(uri_keeps_all_that_the_user_set_and_the_users_keys_come_last) {
  const std::string made = make_conninfo(
      "postgresql://me@db:5433/vedette?sslmode=verify-full&connect_timeout=9", "", Session::Store);
  BOOST_TEST(made.starts_with("postgresql://me@db:5433/vedette?connect_timeout=5&"));
  BOOST_TEST(made.ends_with("&sslmode=verify-full&connect_timeout=9"));
  BOOST_TEST(has(made, "target_session_attrs=read-write"));
  BOOST_TEST(has(made, "tcp_user_timeout=15000"));
  BOOST_TEST(has(made, "application_name=vedette-writer%20store"));
}

BOOST_AUTO_TEST_CASE(uri_without_a_database_gets_its_slash) {
  BOOST_TEST(make_conninfo("postgres://db", "", Session::Store).starts_with("postgres://db/?"));
}

BOOST_AUTO_TEST_CASE(password_wins_and_is_encoded) {
  const std::string made = make_conninfo("postgresql://me:old@db/v", "p&s w%", Session::Store);
  BOOST_TEST(made.ends_with("&password=p%26s%20w%25"));
}

BOOST_AUTO_TEST_CASE(keyword_form_is_kept_and_quoted) {
  const std::string made = make_conninfo("host=db dbname=v", "it's \\", Session::Maintain);
  BOOST_TEST(has(made, " host=db dbname=v"));
  BOOST_TEST(made.ends_with(" password='it\\'s \\\\'"));
  BOOST_TEST(has(made, "statement_timeout=600s"));
}

BOOST_AUTO_TEST_CASE(only_migrations_may_take_as_long_as_they_need) {
  BOOST_TEST(has(make_conninfo("host=db", "", Session::Migrate), "statement_timeout=0 "));
  BOOST_TEST(has(make_conninfo("host=db", "", Session::Store), "statement_timeout=60s"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::writer
