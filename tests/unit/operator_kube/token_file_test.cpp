#include "operator/kube/token_file.hpp"

#include <fstream>

#include <boost/test/unit_test.hpp>

#include "support/operator/invented_clock.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::op {
namespace {

struct Bed {
  vedette::test::TemporaryDirectory directory;
  std::filesystem::path file = directory.path() / "token";
  test::InventedClock clock;
  TokenFile token{file, Millis(60'000), clock};

  void write(const char* text) const { std::ofstream(file) << text; }
};

BOOST_FIXTURE_TEST_SUITE(token_file, Bed)

BOOST_AUTO_TEST_CASE(token_is_read_again_after_a_minute_and_not_before) {
  write("one\n");
  BOOST_TEST(token.get().value() == "one");
  write("two\n");
  clock.advance(Millis(60'000));
  BOOST_TEST(token.get().value() == "one");
  clock.advance(Millis(1));
  BOOST_TEST(token.get().value() == "two");
}

BOOST_AUTO_TEST_CASE(refused_token_is_read_again_at_once) {
  write("one");
  BOOST_TEST(token.get().value() == "one");
  write("two");
  token.refused("one");
  BOOST_TEST(token.get().value() == "two");
}

BOOST_AUTO_TEST_CASE(refusal_of_a_token_that_was_replaced_meanwhile_reads_nothing) {
  write("two");
  BOOST_TEST(token.get().value() == "two");
  write("three");
  token.refused("one");
  BOOST_TEST(token.get().value() == "two");
}

BOOST_AUTO_TEST_CASE(last_token_serves_while_the_file_cannot_be_read) {
  BOOST_TEST((token.get().error().kind == ErrorKind::Unavailable));
  write("one");
  BOOST_TEST(token.get().value() == "one");
  std::filesystem::remove(file);
  token.refused("one");
  BOOST_TEST(token.get().value() == "one");
}

BOOST_AUTO_TEST_CASE(no_file_means_no_token) {
  BOOST_TEST(TokenFile("", Millis(1), clock).get().value() == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace vedette::op
